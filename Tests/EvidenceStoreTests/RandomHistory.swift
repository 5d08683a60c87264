import EvidenceModel

/// A generator whose numbers depend on its seed alone (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed &* 0x9E37_79B9_7F4A_7C15
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Scans of a small environment: partial ones, ones at the same instant, resources that vanish and
/// return, mutes, changing details.
enum RandomHistory {
  static func scans(seed: UInt64) -> [HistoryModel.Scan] {
    var random = SeededGenerator(seed: seed)
    let accounts = Array(
      ["111111111111", "222222222222"].prefix(Int.random(in: 1...2, using: &random)))
    let regions = ["eu-west-1", "us-east-1"]
    let rules = ["rule_a", "rule_b", "rule_c"]
    let resources = ["r1", "r2", "r3"]
    var scans: [HistoryModel.Scan] = []
    for number in 0..<Int.random(in: 2...7, using: &random) {
      var observations: [HistoryModel.Key: HistoryModel.State] = [:]
      let scannedAccounts = accounts.filter { _ in Int.random(in: 0..<4, using: &random) > 0 }
      for account in scannedAccounts {
        let isWhole = Bool.random(using: &random)
        for region in regions where isWhole || Bool.random(using: &random) {
          for rule in rules where isWhole || Bool.random(using: &random) {
            for resource in resources where Int.random(in: 0..<3, using: &random) > 0 {
              let key = HistoryModel.Key(
                account: account, region: region, rule: rule, resource: resource)
              observations[key] = state(using: &random)
            }
          }
        }
      }
      guard !observations.isEmpty else { continue }
      scans.append(
        HistoryModel.Scan(
          artifact: "scan-\(seed)-\(number)",
          scannedAt: moment(day: Int.random(in: 0..<6, using: &random)),
          isComplete: Int.random(in: 0..<5, using: &random) == 0, observations: observations))
    }
    return scans
  }

  private static func state(using random: inout SeededGenerator) -> HistoryModel.State {
    let status = [Status.fail, .fail, .fail, .pass, .pass, .pass, .manual, .error]
      .randomElement(using: &random)
    return HistoryModel.State(
      status: status ?? .fail,
      severity: Int.random(in: 0..<8, using: &random) == 0 ? .low : .high,
      isMuted: Int.random(in: 0..<8, using: &random) == 0,
      detail: Int.random(in: 0..<6, using: &random) == 0 ? "other" : "usual")
  }
}
