import EvidenceModel

/// What holds the findings of AWS Security Hub together: the pages of its API, the events of
/// EventBridge, or nothing but an array, in which other tools write the same findings.
enum FindingContainer {
  private static let wrappers: [JSONPath] = ["Findings[]", "findings[]", "detail.findings[]"]

  /// The first finding in the first object of a file; `nil` where a page has none.
  static func firstFinding(of object: JSONValue) -> JSONValue? {
    wrapped(object).map(\.firstElement) ?? object
  }

  /// A reader of the findings of a file. All of its objects are wrapped, or none is.
  ///
  /// - Throws: `ImportError` where the file cannot be read.
  static func reader(of file: ScanFile) throws -> JSONPathReader {
    let window = FileWindow(file: file)
    try window.advance(keepingFrom: 0)
    let outline = JSONOutline(of: window.slice(0..<window.count))
    let isWrapped = outline?.value.flatMap(wrapped) != nil
    return try JSONPathReader(file: file, paths: isWrapped ? wrappers : [""])
  }

  private static func wrapped(_ object: JSONValue) -> JSONValue? {
    object["Findings"] ?? object["findings"] ?? object["detail"]?["findings"]
  }
}
