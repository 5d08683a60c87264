import EvidenceModel
import Testing

@testable import EvidenceStore

/// Waivers as they are recorded: how long they may hold, what they may name, how they end.
@Suite struct WaiverTests {
  struct Case: Sendable {
    var start: String?
    var last: String
    var period: String?
    var reason: String?
  }

  /// The moment of recording is 2026-03-10T12:00:00.5Z.
  private static let cases = [
    Case(last: "2026-03-10", period: "2026-03-10T12:00:00Z 2026-03-11T00:00:00Z"),
    Case(last: "2026-06-30", period: "2026-03-10T12:00:00Z 2026-07-01T00:00:00Z"),
    Case(last: "2026-06-30T18:00:00Z", period: "2026-03-10T12:00:00Z 2026-06-30T18:00:01Z"),
    Case(last: "2026-06-30T18:00", period: "2026-03-10T12:00:00Z 2026-06-30T18:01:00Z"),
    Case(last: "2026-06-30T18:00:00+02:00", period: "2026-03-10T12:00:00Z 2026-06-30T16:00:01Z"),
    Case(
      start: "2026-01-01", last: "2026-12-31",
      period: "2026-01-01T00:00:00Z 2027-01-01T00:00:00Z backdated"),
    Case(
      start: "2026-04-01", last: "2027-04-01", period: "2026-04-01T00:00:00Z 2027-04-02T00:00:00Z"),
    Case(start: "2026-04-01", last: "2027-04-02", reason: "for 367 days"),
    Case(last: "2026-03-09", reason: "expired on 2026-03-10T00:00:00Z already"),
    Case(last: "2026-03-10T11:59:59", reason: "expired on 2026-03-10T12:00:00Z already"),
    Case(start: "2026-04-02", last: "2026-04-01", reason: "begin on 2026-04-02T00:00:00Z only"),
    Case(
      start: "2026-01-01", last: "2026-02-01", reason: "expired on 2026-02-02T00:00:00Z already"),
  ]

  @Test(arguments: cases)
  func `a period includes its last day or second, and is not over`(example: Case) throws {
    let now = Timestamp(microseconds: 1_773_144_000_500_000)
    let start = try example.start.map { try #require(TimestampText($0)) }
    let last = try #require(TimestampText(example.last))
    do {
      let period = try Waiver.Period(from: start, through: last, now: now)
      #expect(
        "\(period.startsAt) \(period.expiresAt)" + (period.isBackdated ? " backdated" : "")
          == example.period)
    } catch {
      #expect(error.code == .badPeriod)
      #expect(error.reason.contains(try #require(example.reason)), "\(error)")
    }
  }

  @Test func `a period may be long where that is said`() throws {
    let last = try #require(TimestampText("2031-12-31"))
    let period = try Waiver.Period(from: nil, through: last, now: moment(day: 0), allowsLong: true)
    #expect(period.expiresAt.description == "2032-01-01T00:00:00Z")
  }

  private func waiver(_ change: (inout Waiver) -> Void) -> Waiver {
    var waiver = Waiver(
      .init(), startsAt: moment(day: 2), expiresAt: moment(day: 9), reason: "because",
      owner: "owner", approver: "approver")
    change(&waiver)
    return waiver
  }

  @Test func `one of nothing, or without a reason or a name, is refused`() throws {
    let test = try TestStore()
    func refusal(_ change: (inout Waiver) -> Void) -> PolicyError.Code? {
      #expect(throws: PolicyError.self) {
        try test.store.add(waiver(change), recordedAt: moment(day: 2), programVersion: "test")
      }?.code
    }
    #expect(refusal { _ in } == .nothingSelected)
    #expect(
      refusal {
        $0.selection.account = "1"
        $0.reason = " \n"
      } == .blankText)
    #expect(
      refusal {
        $0.selection.account = "1"
        $0.owner = ""
      } == .blankText)
    #expect(
      refusal {
        $0.selection.account = "1"
        $0.approver = "\t"
      } == .blankText)
    #expect(try test.rows("SELECT count(*) FROM waiver") == ["0"])
  }

  /// A database that knows two checks, two resources and two requirements.
  private func knowing() throws -> TestStore {
    let test = try TestStore()
    var rule = RuleDefinition(key: "bucket_is_public", title: "public")
    rule.mappings = [
      RequirementReference(edition: "PCI-4.0", requirement: "1.3"),
      RequirementReference(edition: "HIPAA", requirement: "164_312"),
    ]
    try test.ingest(
      [
        observation("bucket_is_public", "arn:aws:s3:::statements", .fail, day: 1),
        observation("bucket_is_public", "arn:aws:s3:::ledger", .pass, day: 1),
        observation("key_is_old", "arn:aws:s3:::ledger", .fail, day: 1),
      ], artifact: "1", rules: [rule])
    return test
  }

  @Test func `one is of what the database knows, and near names are told`() throws {
    let test = try knowing()
    func refusal(_ change: (inout Waiver) -> Void) -> String? {
      #expect(throws: StoreError.self) {
        try test.store.add(waiver(change), recordedAt: moment(day: 2), programVersion: "test")
      }.flatMap { "\($0.reason) | \($0.hint ?? "")" }
    }
    #expect(
      refusal { $0.selection.rule = "bucket_is_pulbic" }
        == "there is no check of a scanner 'bucket_is_pulbic' | did you mean bucket_is_public?")
    #expect(
      refusal { $0.selection.resource = "STATEMENTS" }
        == "there is no resource 'STATEMENTS' | did you mean arn:aws:s3:::statements?")
    #expect(
      refusal { $0.selection.resource = "arn:aws:s3:::legder" }
        == "there is no resource 'arn:aws:s3:::legder' | did you mean arn:aws:s3:::ledger?")
    #expect(
      refusal { $0.selection.account = "111111111112" }
        == "there is no account '111111111112' | did you mean 111111111111?")
    #expect(
      refusal { $0.selection.limit = .framework("PCJ") }
        == "there is no framework 'PCJ' | did you mean PCI?")
    #expect(
      refusal { $0.selection.limit = .requirement(.init(edition: "PCI-4", requirement: "1.3")) }
        == "there is no edition 'PCI-4' | did you mean PCI-4.0?")
    #expect(
      refusal { $0.selection.limit = .requirement(.init(edition: "pci-4.0", requirement: "1.4")) }
        == "there is no requirement of PCI-4.0 '1.4' | did you mean 1.3?")
    #expect(
      refusal { $0.selection.findingID = 99 }
        == "there is no finding '99' | current_finding has the numbers of findings")
    #expect(try test.rows("SELECT count(*) FROM waiver") == ["0"])
  }

  @Test func `one tells what it fits now, by the names that are stored`() throws {
    let test = try knowing()
    func report(_ change: (inout Waiver) -> Void) throws -> WaiverReport {
      try test.store.add(
        waiver(change), recordedAt: moment(day: 2), programVersion: "test", isDryRun: true)
    }
    let rule = try report { $0.selection.rule = "bucket_is_public" }
    #expect((rule.findings, rule.failing) == (2, 1))
    #expect(rule.waiver.selection.rule?.hasSuffix("/bucket_is_public") == true)
    let ledger = try report { $0.selection.resource = "arn:aws:s3:::ledger" }
    #expect((ledger.findings, ledger.failing) == (2, 1))
    let requirement = try report {
      $0.selection.limit = .requirement(.init(edition: "pci-4.0", requirement: "1.3"))
    }
    #expect((requirement.findings, requirement.failing) == (2, 1))
    #expect(
      requirement.waiver.selection.limit
        == .requirement(.init(edition: "PCI-4.0", requirement: "1.3")))
    #expect(try test.rows("SELECT count(*) FROM waiver") == ["0"])
    #expect(try test.rows("SELECT count(*) FROM ingest") == ["1"])
  }

  @Test func `one is revoked once, by somebody, while it holds`() throws {
    let test = try knowing()
    let report = try test.store.add(
      waiver { $0.selection.account = "111111111111" }, recordedAt: moment(day: 2),
      programVersion: "test")
    func revoke(_ id: Int64, by person: String = "auditor", day: Int) throws {
      try test.store.revokeWaiver(
        id, by: person, reason: "no longer so", at: moment(day: day), recordedAt: moment(day: day),
        programVersion: "test")
    }
    #expect(throws: PolicyError.self) { try revoke(report.waiverID, by: " ", day: 3) }
    #expect(throws: StoreError.self) { try revoke(report.waiverID + 1, day: 3) }
    #expect(throws: StoreError.self) { try revoke(report.waiverID, day: 9) }
    try revoke(report.waiverID, day: 3)
    #expect(throws: StoreError.self) { try revoke(report.waiverID, day: 4) }
    #expect(try test.rows("SELECT revoked_by FROM waiver_revocation") == ["auditor"])
  }
}
