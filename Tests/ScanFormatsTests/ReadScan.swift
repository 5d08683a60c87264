import EvidenceModel

@testable import ScanFormats

/// Everything that reading a file gave, by kind.
struct ReadScan {
  var tools: [String] = []
  var rules: [RuleDefinition] = []
  var observations: [Observation] = []
  var requirements: [RequirementResult] = []
  var coverage: [DeclaredCoverage] = []
  var rejected: [RejectedRecord] = []
  var warnings: [String] = []
  var hasGuessedZone = false
  /// The kinds of the items, in order.
  var order: [String] = []

  private init() {}

  /// Reads an open file with the format that its content asks for.
  init(_ file: ScanFile, context: ReadingContext = ReadingContext()) throws {
    switch try ScanFormats.detect(file) {
    case .format(let format): try self.init(file, as: format, context: context)
    case .empty: self.init()
    }
  }

  /// Reads an open file with a format.
  init(
    _ file: ScanFile, as format: any ScanFormat, context: ReadingContext = ReadingContext()
  ) throws {
    try format.read(file, context: context) { item in
      switch item {
      case .tool(let key, let version):
        tools.append("\(key) \(version ?? "-")")
        order.append("tool")
      case .rule(let rule):
        rules.append(rule)
        order.append("rule")
      case .coverage(let declared):
        coverage.append(declared)
        order.append("coverage")
      case .observation(let observation):
        observations.append(observation)
        order.append("observation")
      case .requirementResult(let result):
        requirements.append(result)
        order.append("requirement")
      case .guessedZone:
        hasGuessedZone = true
      case .rejected(let record):
        rejected.append(record)
        order.append("rejected")
      case .warning(let text):
        warnings.append(text)
        order.append("warning")
      }
    }
  }

  /// Reads a text.
  init(_ text: String, context: ReadingContext = ReadingContext()) throws {
    let temporary = try TemporaryFile(text)
    try self.init(temporary.open(), context: context)
  }

  /// Reads a text with a format.
  init(_ text: String, as format: any ScanFormat) throws {
    let temporary = try TemporaryFile(text)
    try self.init(temporary.open(), as: format)
  }
}

/// The error that reading gives; `nil` where there is none or another one.
func importError(_ body: () throws -> Void) -> ImportError? {
  do {
    try body()
    return nil
  } catch {
    return error as? ImportError
  }
}
