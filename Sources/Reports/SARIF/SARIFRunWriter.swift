import EvidenceModel
import Foundation

/// One run of a SARIF log: the failures that a scanner reported.
///
/// Results go to a file of their own, since rules are known when all of them have been read.
final class SARIFRunWriter {
  /// A check of the scanner.
  private struct Rule {
    let key: String
    let title: String
    var severity: String
  }

  /// The scanner.
  let tool: String
  /// Results so far.
  private(set) var resultCount = 0
  /// Rules so far.
  var ruleCount: Int { rules.count }

  private let path: String
  private let file: HashedFile
  private let sink: ByteSink
  private var rules: [Rule] = []
  private var ruleIndex: [String: Int] = [:]

  /// A run without results, which keeps them in a file of a folder.
  init(tool: String, folder: String, number: Int) throws {
    self.tool = tool
    path = "\(folder)/results-\(number)"
    file = try HashedFile(path: path, name: path)
    sink = file.makeSink()
  }

  /// Adds a result.
  func add(_ failure: SARIFFailure) throws {
    let index: Int
    if let known = ruleIndex[failure.rule] {
      index = known
      if Self.isWorse(failure.severity, than: rules[index].severity) {
        rules[index].severity = failure.severity
      }
    } else {
      index = rules.count
      ruleIndex[failure.rule] = index
      rules.append(
        Rule(
          key: failure.rule, title: failure.title.isEmpty ? failure.rule : failure.title,
          severity: failure.severity))
    }
    try sink.append(resultCount > 0 ? ",\n" : "\n")
    try sink.append(JSONValue.result(failure, ruleIndex: index).text)
    resultCount += 1
  }

  /// Writes the run to a log.
  func finish(
    to log: ByteSink, category: String, programVersion: String,
    parameters: PackageManifest.Parameters
  ) throws {
    try sink.flush()
    _ = try file.finish()
    let driver = JSONValue.object([
      ("name", .text(tool)),
      (
        "rules",
        .array(
          rules.map {
            JSONValue.rule(key: $0.key, title: $0.title, severity: $0.severity, tool: tool)
          })
      ),
    ])
    try log.append("{\"tool\":{\"driver\":\(driver.text)},")
    try log.append(
      "\"automationDetails\":{\"id\":\(JSONValue.text(category + "/").text)},"
        + "\"columnKind\":\"unicodeCodePoints\",\"properties\":")
    try log.append(
      JSONValue.object([
        ("framework", .text(parameters.framework ?? "")),
        ("asOf", .text(parameters.asOf.time ?? "")),
        ("knownAtIngest", .number(Int(parameters.knownAt.ingest))),
        ("exportedBy", .text("tickmark \(programVersion)")),
      ]).text)
    try log.append(",\"results\":[")
    let results = try FileHandle(forReadingFrom: URL(filePath: path))
    defer { try? results.close() }
    while let piece = try results.read(upToCount: 1 << 20), !piece.isEmpty {
      try log.append(Array(piece))
    }
    try log.append(resultCount > 0 ? "\n]}" : "]}")
  }

  private static func isWorse(_ first: String, than second: String) -> Bool {
    guard let first = Severity(word: first) else { return false }
    return Severity(word: second).map { first < $0 } ?? true
  }
}
