import EvidenceModel
import SampleScans
import Testing

@Suite struct GeneratedYearTests {
  /// A finding's identity.
  private struct Key: Hashable {
    var rule: String
    var resource: String

    init(_ observation: Observation) {
      rule = observation.rule
      resource = observation.resource.uid
    }
  }

  private func days(
    _ count: Int, findings: Int, churn: Double, seed: UInt64 = 1
  ) -> [[Observation]] {
    var year = GeneratedYear(findings: findings, churn: churn, seed: seed)
    return (0..<count).map { index in
      if index > 0 { year.advance() }
      return year.observations(at: year.time)
    }
  }

  @Test func `the first day reports every finding once, each rule's together`() {
    let year = GeneratedYear(findings: 5000, churn: 0.01, seed: 1)
    let observations = year.observations(at: year.time)
    #expect(year.time.description == "2025-01-01T02:00:00Z")
    #expect(observations.count == 5000)
    #expect(Set(observations.map(Key.init)).count == 5000)
    #expect(Set(observations.map(\.rule)) == Set(year.rules.map(\.key)))
    let runs = zip(observations, observations.dropFirst()).count { $0.rule != $1.rule } + 1
    #expect(runs == year.rules.count)
    #expect(Set(observations.map(\.status)) == [.pass, .fail, .manual])
  }

  @Test(arguments: [1, 599, 601, 1300])
  func `any number of findings can be asked for`(findings: Int) {
    let year = GeneratedYear(findings: findings, churn: 0.01, seed: 1)
    #expect(Set(year.observations(at: year.time).map(Key.init)).count == findings)
  }

  @Test func `the same seed gives the same year, and another one another`() {
    let year = days(3, findings: 2000, churn: 0.05)
    #expect(year == days(3, findings: 2000, churn: 0.05))
    #expect(year != days(3, findings: 2000, churn: 0.05, seed: 2))
  }

  @Test func `without churn nothing but the time changes`() {
    var year = GeneratedYear(findings: 1000, churn: 0, seed: 1)
    let first = year.observations(at: year.time)
    let time = year.time
    year.advance()
    #expect(year.time.microseconds - time.microseconds == 86_400_000_000)
    #expect(year.observations(at: time) == first)
  }

  @Test func `about as many findings change each day as were asked for`() {
    let days = days(60, findings: 20_000, churn: 0.02)
    var changed = 0
    for (day, next) in zip(days, days.dropFirst()) {
      let before = Dictionary(uniqueKeysWithValues: day.map { (Key($0), $0.status) })
      let after = Dictionary(uniqueKeysWithValues: next.map { (Key($0), $0.status) })
      changed += Set(before.keys).union(after.keys).count { before[$0] != after[$0] }
    }
    let share = Double(changed) / Double(59 * 20_000)
    #expect((0.015...0.022).contains(share))
  }

  @Test func `resources go with all their findings, and return`() {
    let days = days(60, findings: 20_000, churn: 0.02)
    let resources = days.map { Set($0.map(\.resource.uid)) }
    let gone = resources[0].subtracting(resources[10])
    #expect(!gone.isEmpty)
    #expect(gone.isSubset(of: resources[11...].reduce(into: []) { $0.formUnion($1) }))
    let perResource = Dictionary(grouping: days[10], by: \.resource.uid).mapValues(\.count)
    let atFirst = Dictionary(grouping: days[0], by: \.resource.uid).mapValues(\.count)
    #expect(perResource.allSatisfy { atFirst[$0.key] == $0.value })
  }

  @Test func `a rule keeps a resource in every account and region that it had`() {
    let days = days(40, findings: 5000, churn: 0.3)
    let cells = days.map { day in
      Set(day.map { [$0.rule, $0.resource.account, $0.resource.region] })
    }
    #expect(cells.allSatisfy { $0 == cells[0] })
  }

  @Test func `rules are mapped to as much as real ones`() {
    let rules = GeneratedYear(findings: 600, churn: 0, seed: 1).rules
    let editions = rules.map { Set($0.mappings.map(\.edition)).count }
    #expect((12...16).contains(editions.reduce(0, +) / rules.count))
    #expect((32...44).contains(rules.map(\.mappings.count).reduce(0, +) / rules.count))
    let frameworks = Set(rules.flatMap(\.mappings).map { EditionName($0.edition).framework })
    #expect(frameworks.isSuperset(of: ["PCI", "NIST", "CIS", "HIPAA", "GDPR", "SOC2", "ISO27001"]))
  }

  @Test func `the catalog's rules have equivalents among the checks`() {
    let year = GeneratedYear(findings: 600, churn: 0, seed: 1)
    let keys = Set(year.rules.map(\.key))
    #expect(year.catalog.rules.count == 63)
    for rule in year.catalog.rules {
      #expect(rule.cwe != nil && !rule.threats.isEmpty && !rule.scopes.isEmpty)
      guard case .same("prowler", let check) = rule.equivalents.first else {
        Issue.record("\(rule.key) has no equivalent")
        continue
      }
      #expect(keys.contains(check))
    }
  }
}
