import EvidenceModel

/// How many findings of each rule a scan reports, by status, severity and muting.
struct ScanCounts {
  /// Findings of one rule that have a severity and are muted, or are not.
  struct Row {
    var ruleID: Int64
    var severity: Severity
    var isMuted: Bool
    /// A count for each status.
    fileprivate var counts: ArraySlice<Int>

    func count(_ status: Status) -> Int { counts[counts.startIndex + status.rawValue - 1] }
  }

  private var places: [Int64: Int] = [:]
  /// Scanners write a rule's records one after the other.
  private var last: (ruleID: Int64, place: Int)?
  private var ruleIDs: [Int64] = []
  /// For each rule in `ruleIDs`, a count for each of `kinds`.
  private var counts: [Int] = []

  private static let statuses = Status.allCases.count
  private static let kinds = Severity.allCases.count * 2 * statuses

  /// Counts a finding, or with -1 no longer counts one.
  mutating func add(_ amount: Int, ruleID: Int64, _ observation: Observation) {
    let group = (observation.severity.rawValue - 1) * 2 + (observation.isMuted ? 1 : 0)
    let kind = group * Self.statuses + observation.status.rawValue - 1
    counts[place(of: ruleID) * Self.kinds + kind] += amount
  }

  /// How many findings have each status; those that none has are left out.
  var statuses: [Status: Int] {
    rows.reduce(into: [:]) { sums, row in
      for status in Status.allCases where row.count(status) > 0 {
        sums[status, default: 0] += row.count(status)
      }
    }
  }

  /// What was counted, by rule and then worst first; without rows that count nothing.
  var rows: [Row] {
    ruleIDs.indices.sorted { ruleIDs[$0] < ruleIDs[$1] }.flatMap { place in
      var rows: [Row] = []
      var start = place * Self.kinds
      for severity in Severity.allCases {
        for isMuted in [false, true] {
          let counts = counts[start..<start + Self.statuses]
          if counts.contains(where: { $0 > 0 }) {
            rows.append(
              Row(
                ruleID: ruleIDs[place], severity: severity, isMuted: isMuted, counts: counts))
          }
          start += Self.statuses
        }
      }
      return rows
    }
  }

  private mutating func place(of ruleID: Int64) -> Int {
    if let last, last.ruleID == ruleID { return last.place }
    let place = places[ruleID] ?? ruleIDs.count
    if place == ruleIDs.count {
      places[ruleID] = place
      ruleIDs.append(ruleID)
      counts.append(contentsOf: repeatElement(0, count: Self.kinds))
    }
    last = (ruleID, place)
    return place
  }
}
