import EvidenceModel

/// How many findings of each rule a scan reports, by status, severity and muting.
struct ScanCounts {
  /// Findings of one rule that say the same.
  struct Row {
    var ruleID: Int64
    var status: Status
    var severity: Severity
    var isMuted: Bool
    var count: Int
  }

  private var places: [Int64: Int] = [:]
  /// Scanners write a rule's records one after the other.
  private var last: (ruleID: Int64, place: Int)?
  private var ruleIDs: [Int64] = []
  /// For each rule in `ruleIDs`, a count for each of `kinds`.
  private var counts: [Int] = []

  private static let severities = Severity.allCases.count
  private static let kinds = Status.allCases.count * severities * 2

  /// Counts a finding, or with -1 no longer counts one.
  mutating func add(_ amount: Int, ruleID: Int64, _ observation: Observation) {
    var kind = (observation.status.rawValue - 1) * Self.severities
    kind = (kind + observation.severity.rawValue - 1) * 2 + (observation.isMuted ? 1 : 0)
    counts[place(of: ruleID) * Self.kinds + kind] += amount
  }

  /// How many findings have each status; those that none has are left out.
  var statuses: [Status: Int] {
    rows.reduce(into: [:]) { $0[$1.status, default: 0] += $1.count }
  }

  /// What was counted, by rule and then worst first.
  var rows: [Row] {
    ruleIDs.indices.sorted { ruleIDs[$0] < ruleIDs[$1] }.flatMap { place in
      var rows: [Row] = []
      var index = place * Self.kinds
      for status in Status.allCases {
        for severity in Severity.allCases {
          for isMuted in [false, true] {
            if counts[index] > 0 {
              rows.append(
                Row(
                  ruleID: ruleIDs[place], status: status, severity: severity, isMuted: isMuted,
                  count: counts[index]))
            }
            index += 1
          }
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
