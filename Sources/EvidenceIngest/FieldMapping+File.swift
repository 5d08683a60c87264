import EvidenceModel
public import ScanFormats

extension FieldMapping {
  /// Reads a mapping from a file.
  ///
  /// - Parameter path: The file, in YAML.
  /// - Throws: ``EvidenceModel/ImportError`` where it cannot be read or is no mapping.
  public init(path: String) throws {
    let bytes = try DocumentFile.read(path, mostBytes: 1 << 20, what: "mapping")
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ImportError(code: .malformedFile, file: path, reason: "is not UTF-8")
    }
    try self.init(yaml: text, path: path)
  }
}
