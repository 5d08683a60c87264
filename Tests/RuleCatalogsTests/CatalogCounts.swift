import EvidenceModel

/// What a catalog has how often.
struct CatalogCounts: Equatable {
  var rules = 63
  var services = 20
  var scopes = ["NIST": 63, "PCI": 57, "HIPAA": 33, "GDPR": 25, "APRA": 1, "MAS": 1]
  var severities: [Severity: Int] = [.critical: 11, .high: 43, .medium: 9]
  var scores: [Double?: Int] = [9: 11, 8: 8, 7: 35, 5: 9]
  var weaknesses: [Int?: Int] = [
    16: 6, 76: 2, 256: 1, 284: 7, 311: 18, 319: 1, 327: 1, 410: 6, 653: 12, 668: 5, 778: 4,
  ]
  var threats: [ThreatCategory: Int] = [
    .informationDisclosure: 51, .tampering: 38, .spoofing: 14, .availability: 9, .repudiation: 4,
    .denialOfService: 4, .elevationOfPrivilege: 1,
  ]
  var rulesWithoutThreat = 1

  /// The counts of the seed document.
  static let seed = CatalogCounts()

  private init() {}

  init(_ catalog: RuleCatalog) {
    let all = catalog.rules
    rules = all.count
    services = Set(all.map(\.service)).count
    scopes = Self.tally(all.flatMap(\.scopes).map(\.framework))
    severities = Self.tally(all.map(\.severity))
    scores = Self.tally(all.map(\.cvss))
    weaknesses = Self.tally(all.map(\.cwe))
    threats = Self.tally(all.flatMap(\.threats))
    rulesWithoutThreat = all.count { $0.threats.isEmpty }
  }

  private static func tally<Value: Hashable>(_ values: [Value]) -> [Value: Int] {
    Dictionary(values.map { ($0, 1) }, uniquingKeysWith: +)
  }
}
