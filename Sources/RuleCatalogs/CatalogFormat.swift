public import EvidenceModel

/// A layout in which a document can hold a rule catalog.
///
/// ```swift
/// let (format, text) = try CatalogFormats.detect(bytes, file: "rules.txt")
/// let catalog = try format.read(text, file: "rules.txt")
/// ```
public protocol CatalogFormat: Sendable {
  /// The word that names the format in output, such as `tickmark-catalog`.
  var key: String { get }

  /// True where the text shows the format's own marks.
  func recognises(_ text: String) -> Bool

  /// Reads the document.
  ///
  /// What is doubtful becomes an anomaly of the catalog; only what cannot be read is an error.
  ///
  /// - Parameters:
  ///   - text: The whole document.
  ///   - file: The document's name as the user wrote it, for errors.
  /// - Returns: The rules and all else that the document says.
  /// - Throws: An `ImportError` with the line at fault.
  func read(_ text: String, file: String) throws -> RuleCatalog
}
