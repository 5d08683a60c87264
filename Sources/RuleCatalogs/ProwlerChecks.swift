public import EvidenceModel
import Foundation

/// The metadata of Prowler's checks: one object, an array, or one object a line.
///
/// The rules are those of Prowler's findings. What a scan says of a check stands before what its
/// metadata say. Names that a check had before are equivalents of it.
///
/// Source: Prowler 5.40, `lib/check/models.py`, `CheckMetadata`.
public struct ProwlerChecks: CatalogFormat {
  /// The format's name in output.
  public let key = "prowler-checks"

  /// A reader of such documents.
  public init() {}

  /// True where an object has a check's id, its title and what remedies it.
  public func recognises(_ text: String) -> Bool {
    JSONDocument.looksLike(text, anyOf: [["\"CheckID\"", "\"CheckTitle\"", "\"Remediation\""]])
      && !text.prefix(100_000).contains("\"StatusExtended\"")
  }

  /// Reads the document.
  ///
  /// - Parameters:
  ///   - text: The whole document.
  ///   - file: The document's name as the user wrote it, for errors.
  /// - Returns: The catalog `prowler`.
  /// - Throws: An `ImportError` where the text is not JSON.
  public func read(_ text: String, file: String) throws -> RuleCatalog {
    var catalog = RuleCatalog(key: "prowler", title: "Prowler checks")
    catalog.tool = "prowler"
    var keys: Set<String> = []
    for (value, line) in try Self.objects(text, file: file) {
      guard let id = value["CheckID"] as? String, !id.isEmpty else {
        catalog.anomalies.append(
          CatalogAnomaly(
            code: "check-without-id", rule: nil, line: line, message: "a check has no id"))
        continue
      }
      guard keys.insert(id).inserted else {
        catalog.anomalies.append(
          CatalogAnomaly(
            code: "repeated-check", rule: id, line: line, message: "the check is there twice"))
        continue
      }
      catalog.rules.append(Self.rule(id, value))
    }
    return catalog
  }

  /// The objects of the document, with the lines on which they begin.
  private static func objects(
    _ text: String, file: String
  ) throws -> [(value: [String: Any], line: Int)] {
    var places = JSONPlaces(text)
    func placed(_ value: Any) -> (value: [String: Any], line: Int) {
      let object = value as? [String: Any] ?? [:]
      return (object, places.line(ofNext: object["CheckID"] as? String ?? ""))
    }
    if let root = try? JSONDocument(text, file: file).root {
      return (root as? [Any] ?? [root]).map(placed)
    }
    return try text.split(whereSeparator: \.isNewline).map {
      placed(try JSONDocument(String($0), file: file).root)
    }
  }

  private static func rule(_ id: String, _ value: [String: Any]) -> RuleDefinition {
    func text(_ name: String) -> String { value[name] as? String ?? "" }
    var rule = RuleDefinition(key: id, title: text("CheckTitle"))
    rule.service = text("ServiceName")
    rule.severity = Severity(word: text("Severity")) ?? .unknown
    rule.description = text("Description")
    rule.risk = text("Risk")
    let remediation = value["Remediation"] as? [String: Any]
    let recommendation = remediation?["Recommendation"] as? [String: Any]
    rule.recommendation = recommendation?["Text"] as? String ?? ""
    let url = recommendation?["Url"] as? String ?? ""
    rule.referenceURL = url.hasPrefix("http") ? url : nil
    let aliases = value["CheckAliases"] as? [String] ?? []
    rule.equivalents = aliases.filter { $0 != id }.map { .same(catalog: "prowler", rule: $0) }
    return rule
  }
}
