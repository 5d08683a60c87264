import EvidenceModel
import Foundation

/// The scan formats that tickmark reads.
public enum ScanFormats {
  /// Every format, in the order in which they are tried.
  public static let all: [any ScanFormat] = [
    ProwlerOCSF(),
    ProwlerCSV(),
    TickmarkFindings(),
    ProwlerJSON(),
    ASFF(),
    OCSF(),
    AWSConfig(),
    SARIF(),
    Checkov(),
    CheckovCSV(),
    Trivy(),
    TrivyOperator(),
    TrivyCompliance(),
    Tfsec(),
    KICS(),
    Terrascan(),
    Conftest(),
    ProwlerV3CSV(),
    ProwlerV2CSV(),
    ProwlerComplianceCSV(),
    KubeBench(),
    Kubescape(),
    DockerBench(),
    CloudSploit(),
    PowerpipeCSV(),
    PowerpipeJSON(),
    PowerpipeSnapshot(),
    DefenderCSV(),
    PolicyReport(),
    XCCDF(),
    STIGChecklist(),
    STIGChecklistJSON(),
    InSpec(),
    OSCALAssessmentResults(),
    OSCALAssessmentResultsXML(),
    ScoutSuite(),
  ]

  /// The format with this key; `nil` where there is none.
  public static func named(_ key: String) -> (any ScanFormat)? { all.first { $0.key == key } }

  /// Finds the format of a file by its content.
  ///
  /// - Throws: ``EvidenceModel/ImportError`` with the code `unknownFormat` where no format recognises
  ///   the file, and says what it looks like; or where its beginning is damaged.
  public static func detect(_ file: ScanFile) throws -> DetectedFormat {
    let sample: FileSample
    switch try FileKind(of: file) {
    case .empty(let reason):
      return .empty(reason: reason)
    case .foreign(let what, let hint):
      throw unknown(file, reason: what, hint: hint)
    case .json:
      sample = try jsonSample(of: file)
      if !all.contains(where: { $0.recognises(sample) }),
        try !hasObject(file)
      {
        return .empty(reason: "holds an empty array")
      }
    case .xml:
      let root = try XMLReader.root(of: file)
      sample = FileSample(content: .xml(root: root.name, namespace: root.namespace))
    case .script(let assignment):
      sample = FileSample(content: .text(firstLine: assignment))
    case .text:
      let reader = try CSVRecordReader(file: file)
      guard reader.header.count > 1 else { throw try unknown(file, header: reader.header) }
      sample = FileSample(content: .csv(header: reader.header))
    }
    guard let format = all.first(where: { $0.recognises(sample) }) else {
      if let report = UnreadReport.known(sample) {
        throw unknown(file, reason: report.what, hint: report.hint)
      }
      if case .csv = sample.content, let error = try textBeforeJSON(in: file) { throw error }
      throw unknown(file, reason: sample.summary)
    }
    return .format(format)
  }

  /// Reads the first object of a file that no format recognises.
  ///
  /// - Throws: Where it is damaged, which is then what is wrong with the file.
  private static func hasObject(_ file: ScanFile) throws -> Bool {
    do {
      return try JSONRecordReader(file: file).next() != nil
    } catch let error as ImportError where error.code == .oversizedRecord {
      return true
    }
  }

  private static func jsonSample(of file: ScanFile) throws -> FileSample {
    let window = FileWindow(file: file)
    try window.advance(keepingFrom: 0)
    guard let outline = JSONOutline(of: window.slice(0..<window.count)), let value = outline.value
    else { return FileSample(content: .text(firstLine: "")) }
    return FileSample(content: .json(value), owner: outline)
  }

  /// What text is that has no delimiters in its first line.
  private static func unknown(_ file: ScanFile, header: [String]) throws -> ImportError {
    let line = header.first ?? ""
    let name = line.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
    let rest = line.dropFirst(name.count)
    let isYAML =
      line.hasPrefix("---") || line.hasPrefix("%YAML")
      || (!name.isEmpty && (rest == ":" || rest.hasPrefix(": ")))
    guard isYAML else {
      return try textBeforeJSON(in: file)
        ?? unknown(file, reason: "is text, but neither JSON nor CSV")
    }
    return unknown(
      file, reason: "is YAML",
      hint: "have it written as JSON ('kubectl get -o json'), or convert it with 'yq -o json'")
  }

  /// What is wrong with a file in which a scanner's messages precede its JSON; `nil` where no line
  /// near the beginning begins like JSON.
  private static func textBeforeJSON(in file: ScanFile) throws -> ImportError? {
    let window = FileWindow(file: file)
    try window.advance(keepingFrom: 0)
    let text = String(decoding: window.slice(0..<min(window.count, 1 << 16)).buffer, as: UTF8.self)
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let index = lines.firstIndex { line in
      ["{", "["].contains(line) || line.hasPrefix("{\"") || line.hasPrefix("[{")
    }
    return index.map { index in
      unknown(
        file, reason: "has text before the JSON that begins in line \(index + 1)",
        hint: "take the text away, for example with 'tail -n +\(index + 1)'")
    }
  }

  private static func unknown(_ file: ScanFile, reason: String, hint: String? = nil) -> ImportError
  {
    ImportError(
      code: .unknownFormat, file: file.path, reason: reason,
      hint: hint ?? "'tickmark formats' lists what is read")
  }
}

extension FileSample {
  /// What an unknown file looks like, in words.
  fileprivate var summary: String {
    switch content {
    case .json(let value):
      let keys = value.members.prefix(8).map { "'" + $0.key.excerpt(characters: 40) + "'" }
      guard !keys.isEmpty else { return "is JSON, but its first object is empty" }
      return "is JSON, but no known scan format: its first object has the keys "
        + keys.joined(separator: ", ")
    case .xml(let root, let namespace):
      return "is XML, but no known scan format: its root is '\(root.prefix(40))'"
        + (namespace.isEmpty ? "" : " of '\(namespace.prefix(80))'")
    case .text(let line): return "is text, but no known scan format; it begins '\(line.prefix(40))'"
    case .csv(let header):
      let names = header.prefix(8).map { "'" + $0.prefix(40) + "'" }.joined(separator: ", ")
      return "is CSV, but no known scan format: its header has the columns \(names)"
    }
  }
}
