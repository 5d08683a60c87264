import EvidenceModel
import Foundation
import ScanFormats

/// What reading a scan gave, by kind.
struct ReadSample {
  private(set) var format = ""
  private(set) var versions: [String?] = []
  private(set) var rules: [RuleDefinition] = []
  private(set) var observations: [Observation] = []
  private(set) var coverage: [DeclaredCoverage] = []
  private(set) var rejected: [RejectedRecord] = []
  private(set) var warnings: [String] = []

  init(_ file: ScanFile) throws {
    guard case .format(let format) = try ScanFormats.detect(file) else { return }
    self.format = format.key
    let context = ReadingContext(timeZone: .gmt)
    try format.read(file, context: context) { item in
      switch item {
      case .tool(_, let version): versions.append(version)
      case .rule(let rule): rules.append(rule)
      case .coverage(let declared): coverage.append(declared)
      case .observation(let observation): observations.append(observation)
      case .requirementResult, .guessedZone: break
      case .rejected(let record): rejected.append(record)
      case .warning(let text): warnings.append(text)
      }
    }
  }

  /// The observations without their places, which differ between formats.
  var verdicts: [Observation] {
    observations.map { observation in
      var verdict = observation
      verdict.bytes = ByteRange(offset: 0, count: 0)
      return verdict
    }
  }
}
