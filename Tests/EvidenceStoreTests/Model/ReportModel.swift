import Reports

/// What the model says to a canned report's question.
struct ReportModel: Sendable {
  let name: String
  /// Columns that the model does not work out.
  let leftOut: Set<String>
  let rows: @Sendable (ReportQuestion) throws -> [ModelRow]

  init(
    _ name: String, leavingOut leftOut: Set<String> = [],
    _ rows: @escaping @Sendable (ReportQuestion) throws -> [ModelRow]
  ) {
    self.name = name
    self.leftOut = leftOut
    self.rows = rows
  }

  /// One for each canned report.
  static let all: [ReportModel] =
    AbsenceReports.models + AttestationReports.models + BacklogReports.models
    + CatalogReports.models + ChangeReports.models
    + ComparisonReports.models + CoverageReports.models + CustodyReports.models
    + DeadlineReports.models
    + FindingReports.models + FixReports.models + FlappingReports.models + FrameworkReports.models
    + HindsightReports.models + MappingReports.models + MoveReports.models
    + ObservabilityReports.models + OperationReports.models
    + PolicyReports.models + PopulationReports.models
    + RemediationReports.models
    + RequirementReports.models + ResourceHistoryReports.models + ResourceReports.models
    + RuleReports.models
    + ScanFrequencyReports.models + ScanReports.models + ThreatReports.models + WaiverReports.models
    + WorseningReports.models

  static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
}
