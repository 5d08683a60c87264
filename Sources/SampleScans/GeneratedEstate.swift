import EvidenceModel

/// The resources of a generated year, and which check looks at which.
struct GeneratedEstate {
  /// All resources, those of a kind together.
  let resources: [Resource]
  /// True for resources that may go away.
  let mayGo: [Bool]

  private let findings: Int
  /// For each check, the number of its first finding.
  private let firstFinding: [Int]
  private let resourcesOfAKind: Int

  /// The checks of a service that look at the same resources.
  private static let checksOfAKind = 6

  init(findings: Int, checks: [GeneratedCheck], bits: SeededBits) {
    let count = checks.count
    self.findings = findings
    // Finding f belongs to check f * count / findings: the first one of check c is c * findings /
    // count, rounded up.
    firstFinding = (0..<count).map { ($0 * findings + count - 1) / count }
    resourcesOfAKind = (findings + count - 1) / count
    var resources: [Resource] = []
    var mayGo: [Bool] = []
    for kind in 0..<count / Self.checksOfAKind {
      let check = checks[kind * Self.checksOfAKind]
      var places: Set<[String]> = []
      for _ in 0..<resourcesOfAKind {
        let resource = Self.resource(resources.count, of: check, bits: bits)
        mayGo.append(!places.insert([resource.account, resource.region]).inserted)
        resources.append(resource)
      }
    }
    self.resources = resources
    self.mayGo = mayGo
  }

  func check(ofFinding finding: Int) -> Int { finding * firstFinding.count / findings }

  func resource(ofFinding finding: Int) -> Int {
    let check = check(ofFinding: finding)
    return check / Self.checksOfAKind * resourcesOfAKind + finding - firstFinding[check]
  }

  private static func resource(
    _ number: Int, of check: GeneratedCheck, bits: SeededBits
  ) -> Resource {
    let id = UInt64(number)
    let accounts = GeneratedScan.accounts
    let regions = GeneratedScan.regions
    let account = accounts[bits.number(below: accounts.count, id, 2)].uid
    let region = regions[bits.number(below: regions.count, id, 3)]
    // The number alone makes the name unique; the digits make it as long as real ones.
    let name = "\(check.noun)-\(SampleRun.hexadecimal(bits.bits(id, 4), digits: 8))-\(number)"
    return Resource(
      provider: "aws", account: account, region: region,
      uid: "arn:aws:\(check.check.service):\(region):\(account):\(check.noun)/\(name)", name: name,
      type: check.check.resourceType)
  }
}
