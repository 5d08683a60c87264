import EvidenceModel
import SampleScans
import Testing

@Suite struct DemoSeriesTests {
  private let nights: [ReadSample]

  init() throws {
    let folder = try ScanFolder()
    nights = try DemoSeries.scans.map { try folder.read($0.bytes) }
  }

  @Test func `every night reads clean`() {
    for night in nights {
      #expect(night.rejected.isEmpty)
      #expect(night.warnings.isEmpty)
      #expect(night.versions == ["5.46.0"])
      #expect(!night.observations.isEmpty)
    }
  }

  @Test func `the third night is in CSV and the others are in OCSF`() {
    #expect(
      nights.map(\.format) == [
        "prowler-ocsf", "prowler-ocsf", "prowler-csv", "prowler-ocsf", "prowler-ocsf",
        "prowler-ocsf",
      ])
    #expect(DemoSeries.scans.map { $0.name.hasSuffix(".csv") } == (0..<6).map { $0 == 2 })
  }

  @Test func `the nights are two weeks apart, at two o'clock`() {
    #expect(
      nights.map { Set($0.observations.map(\.scannedAt.description)) } == [
        ["2026-01-05T02:00:00Z"], ["2026-01-19T02:00:00Z"], ["2026-02-02T02:00:00Z"],
        ["2026-02-16T02:00:00Z"], ["2026-03-02T02:00:00Z"], ["2026-03-16T02:00:00Z"],
      ])
  }

  @Test func `no night says two things of one finding`() {
    for night in nights {
      let findings = night.observations.map {
        "\($0.rule) \($0.resource.account) \($0.resource.uid)"
      }
      #expect(Set(findings).count == findings.count)
      #expect(Set(night.observations.map(\.alias)).count == findings.count)
    }
  }

  @Test func `checks keep their texts, severities and requirements from night to night`() throws {
    var known: [String: RuleDefinition] = [:]
    for rule in nights.flatMap(\.rules) {
      #expect(known[rule.key].map { $0 == rule } ?? true)
      #expect(!rule.title.isEmpty && !rule.description.isEmpty && !rule.risk.isEmpty)
      #expect(!rule.recommendation.isEmpty)
      known[rule.key] = rule
    }
    #expect(known.count == 50)
    let editions = Set(known.values.flatMap(\.mappings).map(\.edition))
    #expect(
      editions == ["PCI-4.0", "NIST-800-53-Revision-5", "GDPR", "HIPAA", "CIS-5.0"])
  }

  @Test func `what is fixed can come back and be fixed again`() {
    #expect(
      statuses(
        "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_22", of: "sg-07be2d94c1f3a6058")
        == [.fail, .pass, .pass, .pass, .fail, .pass])
  }

  @Test func `the scratch bucket is gone from the third night`() {
    #expect(
      statuses("s3_bucket_default_encryption", of: "quillmoor-migration-scratch")
        == [.fail, .fail, nil, nil, nil, nil])
  }

  @Test func `the fourth night sees one region of one account`() {
    let places = nights.map { night in
      Set(night.observations.map { $0.resource.account + " " + $0.resource.region })
    }
    #expect(places[3] == ["111122223333 eu-central-1"])
    for night in [0, 1, 2] { #expect(places[night].count == 3) }
  }

  @Test func `the account of the analysts joins on the fifth night`() {
    let accounts = nights.map { Set($0.observations.map(\.resource.account)) }
    for night in 0...3 { #expect(accounts[night] == ["111122223333"]) }
    for night in 4...5 { #expect(accounts[night] == ["111122223333", "444455556666"]) }
  }

  @Test func `failures are muted on the last night only`() {
    #expect(nights.map { $0.observations.count(where: \.isMuted) } == [0, 0, 0, 0, 0, 3])
    #expect(
      nights.flatMap(\.observations).allSatisfy { !$0.isMuted || $0.status == .fail })
  }

  @Test func `fewer findings fail on each whole night than on the first`() {
    let failing = nights.map { $0.observations.count { $0.status == .fail } }
    #expect(failing[0] > failing[1] && failing[1] > failing[2] && failing[4] > failing[5])
  }

  private func statuses(_ rule: String, of name: String) -> [Status?] {
    nights.map { night in
      night.observations.first { $0.rule == rule && $0.resource.name == name }?.status
    }
  }
}
