import EvidenceModel

/// One scan of a file while its records come by: everything that does not depend on where the
/// scan stands in history.
struct StagedScan {
  /// A record, as numbers.
  struct Observation {
    /// Index into `KnownFindings.findings`.
    var finding: Int
    var state: FindingState
    var bytes: ByteRange
  }

  let scannedAt: Timestamp
  var toolVersion: String?
  var observations: [Observation] = []
  /// For each known finding, one more than the index of its observation; 0 for none.
  private var observationOfFinding: [Int32] = []
  private var hasCell: [Bool] = []
  var coverage: [Int64: AccountCoverage] = [:]
  var rules: [Int64: RuleDefinition] = [:]
  var digest = ObservationDigest()
  var records = 0
  var rejected = 0
  var merged = 0
  var losses: [Loss] = []

  /// A record that is not kept as it came.
  struct Loss {
    var kind: String
    var bytes: ByteRange
    var reason: String
    var excerpt: String
  }

  init(scannedAt: Timestamp, toolVersion: String?) {
    self.scannedAt = scannedAt
    self.toolVersion = toolVersion
  }

  /// The index of the finding's observation, where there is one.
  func observation(of finding: Int) -> Int? {
    guard finding < observationOfFinding.count, observationOfFinding[finding] > 0 else {
      return nil
    }
    return Int(observationOfFinding[finding]) - 1
  }

  /// True at the first call for a cell, so that coverage is not asked about for every record.
  mutating func isFirst(inCell cell: Int) -> Bool {
    if cell >= hasCell.count {
      hasCell.append(
        contentsOf: repeatElement(false, count: max(cell + 1 - hasCell.count, hasCell.count)))
    }
    defer { hasCell[cell] = true }
    return !hasCell[cell]
  }

  mutating func append(_ observation: Observation) {
    if observation.finding >= observationOfFinding.count {
      let missing = observation.finding + 1 - observationOfFinding.count
      observationOfFinding.append(
        contentsOf: repeatElement(0, count: max(missing, observationOfFinding.count)))
    }
    observations.append(observation)
    observationOfFinding[observation.finding] = Int32(observations.count)
  }
}
