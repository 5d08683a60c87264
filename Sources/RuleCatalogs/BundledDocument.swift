public import EvidenceModel

/// A catalog document that is compiled into the program.
public struct BundledDocument: Hashable, Sendable {
  /// The document's file name, such as `aws-threat-model.yaml`.
  public let name: String
  /// The document's text.
  public let text: String

  /// The document's bytes, as a file would hold them.
  public var bytes: [UInt8] { Array(text.utf8) }

  init(name: String, text: String) {
    self.name = name
    self.text = text
  }

  /// Reads the document as if the user had loaded it.
  ///
  /// - Returns: The catalog.
  /// - Throws: An `ImportError`, which in a released tickmark is a defect.
  public func catalog() throws -> RuleCatalog {
    let (format, text) = try CatalogFormats.detect(bytes, file: name)
    return try format.read(text, file: name)
  }
}
