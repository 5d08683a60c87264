/// A policy with published figures that is compiled into the program.
public struct PolicyPreset: Hashable, Sendable {
  /// The name by which it is loaded, such as `fedramp-rev5`.
  public let key: String
  /// Its document, as a user would write it.
  public let text: String

  /// Every preset, in the order of their names.
  public static let all = EmbeddedFiles.all
    .filter { $0.path.hasPrefix(Self.folder) }
    .map { file in
      PolicyPreset(
        key: String(file.path.dropFirst(Self.folder.count).dropLast(".yaml".count)),
        text: file.text)
    }

  static let folder = "Bundled/presets/"

  /// Reads the document as if the user had loaded it.
  ///
  /// - Throws: An `ImportError`, which in a released tickmark is a defect.
  public func document() throws -> PolicyDocument {
    try PolicyDocument(Array(text.utf8), file: key)
  }
}
