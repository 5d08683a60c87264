import EvidenceIngest
import EvidenceModel
import EvidenceStore
import Reports

/// A condition on the findings that an ingest changed.
struct ChangeGate {
  /// What the condition can be on.
  private enum Column: String, CaseIterable {
    case status, change, severity, framework, account, region, rule, resource, tool
    case muted = "is_muted"
    case waived = "is_waived"

    var condition: ConditionColumn {
      switch self {
      case .status: ConditionColumn(rawValue, words: ["new", "fixed"] + Status.allCases.map(\.key))
      case .change:
        ConditionColumn(rawValue, words: ChangedFinding.Change.allCases.map(\.rawValue))
      case .muted, .waived: ConditionColumn(rawValue, words: ["0", "1"])
      default: ConditionColumn(rawValue)
      }
    }

    func values(of finding: ChangedFinding) -> [SQLValue] {
      switch self {
      case .status: [finding.status.key, finding.change.group].map(SQLValue.text)
      case .change: [.text(finding.change.rawValue)]
      case .severity: [.text(finding.severity.key)]
      case .framework: finding.frameworks.map(SQLValue.text)
      case .account: [.text(finding.account)]
      case .region: [.text(finding.region)]
      case .rule: [.text(finding.rule)]
      case .resource: [.text(finding.resource)]
      case .tool: [.text(finding.tool)]
      case .muted: [SQLValue(finding.isMuted ? 1 : 0)]
      case .waived: [SQLValue(finding.isWaived ? 1 : 0)]
      }
    }
  }

  private let condition: RowCondition
  private var matches = 0
  private var count = 0
  /// True where there are files, and all of them were ingested before.
  private(set) var sawOnlyKnownFiles = false
  private var hasSeenNewFile = false
  /// The frameworks of the findings.
  private var frameworks: Set<String> = []

  /// A gate that has seen nothing.
  init(_ text: String) throws {
    condition = try RowCondition(text, columns: Column.allCases.map(\.condition))
  }

  /// Counts what a file changed; one that was ingested before changed nothing.
  mutating func add(_ report: ScanFileReport) {
    hasSeenNewFile = hasSeenNewFile || !report.isAlreadyIngested
    sawOnlyKnownFiles = !hasSeenNewFile
    guard !report.isAlreadyIngested else { return }
    for finding in report.scans.lazy.flatMap(\.changedFindings) {
      count += 1
      frameworks.formUnion(finding.frameworks)
      if condition.holds({ Column.allCases[$0].values(of: finding) }) { matches += 1 }
    }
  }

  /// Refuses frameworks that there are not: such a gate would never close.
  ///
  /// - Parameter known: The keys of those that there are, beside those of the findings.
  /// - Throws: `QueryError` for one that is not among them.
  func checkFrameworks(known: [String]) throws {
    guard let column = Column.allCases.firstIndex(of: .framework) else { return }
    let keys = frameworks.union(known)
    for name in condition.words(ofColumn: column)
    where !keys.contains(where: { $0.lowercased() == name.lowercased() }) {
      throw QueryError(
        .malformedCondition, "--fail-on: there is no framework '\(name)'",
        hint: NearNames(of: name, among: Array(keys)).question
          ?? "there are \(keys.sorted().listed)")
    }
  }

  /// What came of it.
  var verdict: GateVerdict {
    GateVerdict(
      matches: matches, of: count, what: "changed finding", condition: condition.text)
  }
}

extension ChangedFinding.Change {
  /// What pipelines ask for: opened and reopened are both new.
  fileprivate var group: String {
    switch self {
    case .opened, .reopened: "new"
    case .resolved: "fixed"
    case .gone: "gone"
    }
  }
}
