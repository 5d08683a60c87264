import EvidenceModel

/// What holds the findings of AWS Security Hub together: the pages of its API, the events of
/// EventBridge, or nothing but an array, in which other tools write the same findings.
enum FindingContainer {
  private static let wrappers: [JSONPath] = ["Findings[]", "findings[]", "detail.findings[]"]

  /// The first finding in the first object of a file; `nil` where a page has none.
  static func firstFinding(of object: JSONValue) -> JSONValue? {
    wrapped(object).map(\.firstElement) ?? object
  }

  /// What to tell the user where a file holds events.
  static let eventWarning =
    "the file holds events, each of which tells of a change and not how everything stands: what "
    + "is absent from it is taken for gone where its rule, account and region are in the file"

  /// True where the first object of a file is an event of EventBridge.
  static func holdsEvents(_ file: ScanFile) throws -> Bool {
    let window = FileWindow(file: file)
    try window.advance(keepingFrom: 0)
    let outline = JSONOutline(of: window.slice(0..<window.count))
    return outline?.value?["detail"]?["findings"] != nil
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
