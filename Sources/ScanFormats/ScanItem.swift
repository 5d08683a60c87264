public import EvidenceModel

/// What a reader finds in a scan file, in the order of the file.
public enum ScanItem: Sendable {
  /// The tool that wrote what follows. Comes first, and again where the version changes.
  case tool(key: String, version: String?)
  /// A rule as the scan describes it. Comes before the first observation of that rule at a time.
  case rule(RuleDefinition)
  /// What the scan says that it evaluated; anywhere in the file.
  case coverage(DeclaredCoverage)
  /// A verdict.
  case observation(Observation)
  /// How a requirement stands, by the scanner's own reckoning.
  case requirementResult(RequirementResult)
  /// A record that was not kept.
  case rejected(RejectedRecord)
  /// The times of the file name no zone, and the user names none: they are read as UTC. Comes once.
  case guessedZone
  /// Something doubtful about the file as a whole.
  case warning(String)
}
