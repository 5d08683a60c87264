public import EvidenceModel

/// A scan of an invented environment, of any size, for measurements.
///
/// ```swift
/// let first = GeneratedScan(findings: 30_000, day: 1, churn: 0.01, seed: 1)
/// let second = GeneratedScan(findings: 30_000, day: 2, churn: 0.01, seed: 1)
/// first.write(.ocsf) { piece in print(piece.count) }
/// ```
///
/// Records have the size and the kinds of text of real ones: about 8.4 kB in OCSF and 3.8 kB in CSV,
/// with Markdown, code blocks, quotes and line breaks. There are 600 checks, and each finding has a
/// resource of its own, which is the most that a database can be asked to keep. Nothing depends on what
/// was written before: the same seed gives the same bytes.
public struct GeneratedScan: Sendable {
  /// How many records the scan has.
  public let findings: Int
  /// The day of the scan. Day 1 is 1 January 2026; scans begin at 02:00 UTC.
  public let day: Int
  /// The share of findings whose status differs from the day before, from 0 to 1.
  public let churn: Double
  /// What makes one environment differ from another.
  public let seed: UInt64

  private let bits: SeededBits

  /// A scan of the environment that `findings` and `seed` stand for.
  public init(findings: Int, day: Int, churn: Double, seed: UInt64) {
    self.findings = findings
    self.day = day
    self.churn = churn
    self.seed = seed
    bits = SeededBits(seed: seed)
  }

  /// When the scan began.
  public var time: Timestamp {
    Timestamp(microseconds: (Self.dayZero + Int64(day)) * 86_400_000_000 + 2 * 3_600_000_000)
  }

  /// True where the finding with this number fails on the day of the scan.
  public func isFailing(_ finding: Int) -> Bool {
    let id = UInt64(finding)
    let flips = day < 2 ? 0 : (2...day).count { bits.share(id, Topic.flip &+ UInt64($0)) < churn }
    // Two fifths of what Prowler reports of an ordinary account fails.
    return (bits.share(id, Topic.status) < 0.4) != (flips % 2 == 1)
  }

  /// Writes the scan piece by piece, so that memory does not grow with it.
  ///
  /// - Parameters:
  ///   - format: The format of the bytes.
  ///   - sink: Takes the pieces in order. What it throws ends the writing.
  public func write(
    _ format: SampleFormat, to sink: (Span<UInt8>) throws -> Void
  ) rethrows {
    let run = SampleRun(time: time)
    let checks = (0..<GeneratedCheck.count).map { GeneratedCheck(number: $0, bits: bits) }
    var writer = SampleScanWriter(format, run: run)
    for finding in 0..<findings {
      // As in Prowler's files, the records of a check stand together.
      let check = checks[finding * checks.count / findings]
      writer.append(record(finding, of: check), of: check.check)
      if writer.byteCount >= Self.pieceSize { try writer.drain(to: sink) }
    }
    writer.finish()
    try writer.drain(to: sink)
  }

  /// 31 December 2025, in days since 1970.
  private static let dayZero: Int64 = 20_453

  /// Few enough bytes for the cache, and many enough to be worth a system call.
  private static let pieceSize = 1 << 18

  /// Coordinates that keep the random choices about a finding apart.
  private enum Topic {
    static let status: UInt64 = 1
    static let muted: UInt64 = 2
    static let account: UInt64 = 3
    static let region: UInt64 = 4
    static let name: UInt64 = 5
    static let owner: UInt64 = 6
    static let configuration: UInt64 = 16
    /// The last one: days are added to it.
    static let flip: UInt64 = 1 << 32
  }

  static let accounts = (1...8).map { number in
    SampleAccount(uid: "0000\(number)\(number)00\(number)\(number)00", name: "sample-\(number)")
  }

  static let regions = [
    "eu-central-1", "eu-west-1", "us-east-1", "us-west-2", "ap-southeast-1", "sa-east-1",
  ]

  private static let owners = [
    "payments", "\"night\" shift", "platform; tools", "research", "données", "front desk",
  ]

  private func record(_ finding: Int, of check: GeneratedCheck) -> SampleRecord {
    let id = UInt64(finding)
    let account = Self.accounts[bits.number(below: Self.accounts.count, id, Topic.account)]
    let region = Self.regions[bits.number(below: Self.regions.count, id, Topic.region)]
    // The number alone makes the name unique; the digits make it as long as real ones.
    let name =
      "\(check.noun)-\(SampleRun.hexadecimal(bits.bits(id, Topic.name), digits: 8))-\(finding)"
    let uid = "arn:aws:\(check.check.service):\(region):\(account.uid):\(check.noun)/\(name)"
    let isFailing = isFailing(finding)
    return SampleRecord(
      account: account, region: region, resourceUID: uid, resourceName: name,
      status: isFailing ? .fail : .pass, isMuted: bits.share(id, Topic.muted) < 0.02,
      detail: check.detail(isFailing: isFailing, name: name, region: region),
      tags: [
        ("owner", Self.owners[bits.number(below: Self.owners.count, id, Topic.owner)]),
        ("notes", "first line\nsecond line of \(name)"),
      ],
      configuration: configuration(id, uid: uid, name: name, region: region))
  }

  private func configuration(
    _ id: UInt64, uid: String, name: String, region: String
  ) -> [SampleRecord.Attribute] {
    [("id", name), ("arn", uid), ("region", region)]
      + Self.settings.enumerated().map { index, setting in
        let value = bits.bits(id, Topic.configuration &+ UInt64(index))
        return (setting, SampleRun.hexadecimal(value, digits: 16))
      }
  }

  private static let settings = [
    "sealing_key_id", "policy_version_id", "network_interface_id", "replica_group_id",
    "parameter_group_id", "subnet_group_id", "maintenance_window_id", "recovery_point_id",
    "delivery_stream_id", "last_change_request_id", "owner_group_id", "audit_trail_id",
    "restore_point_id", "access_point_id", "quorum_group_id", "failover_target_id",
    "cost_allocation_id",
  ]
}
