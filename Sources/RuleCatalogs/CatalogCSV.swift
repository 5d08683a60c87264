public import EvidenceModel
import Foundation

/// tickmark's own catalog format as a table, for catalogs that are kept in a spreadsheet.
///
/// ```csv
/// rule,title,severity,framework,edition,requirement,requirement_title,equivalent
/// vault-open,A vault is open,high,PCI,PCI-4.0,3.5.1,PAN is unreadable,prowler:vault_closed
/// vault-open,,,HOUSE,HOUSE-2026,2.1,Vaults are closed,
/// ,,,HOUSE,HOUSE-2026,2.2,Keepers are known,
/// ```
///
/// A row describes a rule, or a requirement, or says that the rule is evidence for the requirement.
/// The header names the columns, in any order and case; ``CatalogCSVColumn`` lists them. A rule's
/// fields stand in its first row; the rows after it may leave them empty. A requirement that stands
/// only in rows without a rule is one that a person has to look at, or a heading where it is the
/// parent of another one. The catalog's key is the file's name without its ending.
///
/// A column that is not known is warned of. A wrong value is an error with its line, so that a slip
/// is never a silent loss.
public struct CatalogCSV: CatalogFormat {
  /// The format's name in output.
  public let key = "tickmark-catalog-csv"

  /// A reader of such documents.
  public init() {}

  /// True where the first line names a column for rules or requirements, and one more.
  public func recognises(_ text: String) -> Bool {
    let columns = DelimitedText.header(of: text).compactMap(CatalogCSVColumn.init(name:))
    return columns.count > 1 && (columns.contains(.rule) || columns.contains(.requirement))
  }

  /// Reads the document.
  ///
  /// - Parameters:
  ///   - text: The whole document.
  ///   - file: The document's name as the user wrote it, for errors and for the catalog's key.
  /// - Returns: The catalog, with its anomalies in the order of their lines.
  /// - Throws: An `ImportError` with the first line at fault; its hint names the others.
  public func read(_ text: String, file: String) throws -> RuleCatalog {
    let name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
    let key = RuleKey.slug(name)
    let rows = try DelimitedText(text, file: file).rows
    var reader = CatalogCSVReader(
      catalog: RuleCatalog(key: key.isEmpty ? "catalog" : key, title: name))
    reader.readHeader(rows.first ?? .init(line: 1, fields: []))
    for row in rows.dropFirst() { reader.read(row) }
    let catalog = reader.finish()
    if let first = reader.errors.first {
      let others = Set(reader.errors.map(\.line)).subtracting([first.line]).sorted()
      let named = others.prefix(10).map(String.init).joined(separator: ", ")
      throw ImportError(
        code: .malformedFile, file: file,
        place: LineTable(text).place(line: first.line, column: 1), reason: first.reason,
        hint: others.isEmpty ? nil : "there are errors in \(others.count) more lines: \(named)")
    }
    return catalog
  }
}
