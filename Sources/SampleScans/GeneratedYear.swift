public import EvidenceModel

/// The daily scans of an invented environment, one after the other, as records in memory.
///
/// ```swift
/// var year = GeneratedYear(findings: 100_000, churn: 0.01, seed: 1)
/// let first = year.observations(at: year.time)
/// year.advance()
/// let second = year.observations(at: year.time)
/// ```
///
/// ``GeneratedScan`` gives files, whose resources are as many as their findings and never go away. Here
/// six checks look at each resource, and the checks are mapped to editions that people ask about. From
/// one day to the next, findings begin to fail or to pass, and resources go away and return weeks later
/// with all their findings. A rule never loses all its resources in an account and region, so that
/// absent always means gone.
public struct GeneratedYear: Sendable {
  /// The share of findings that change from one day to the next: nine tenths of them their verdict,
  /// the others because their resource goes or returns.
  public let churn: Double
  /// The day of the scan. Day 1 is 1 January 2025.
  public private(set) var day = 1
  /// The checks, as the scanner describes them.
  public let rules: [RuleDefinition]

  private let bits: SeededBits
  /// A record of each finding, passing.
  private let passing: [Observation]
  /// What each finding says where it fails.
  private let failure: [String]
  private let resourceOfFinding: [Int]
  /// Resources that may go away: an account and region keeps the first one of its kind.
  private let mayGo: [Bool]
  private var isFailing: [Bool]
  /// For each resource, the day on which it returns; 0 where it is there.
  private var returnDay: [Int]

  /// The environment that the number of findings and the seed stand for, on day 1.
  ///
  /// - Parameters:
  ///   - findings: How many findings there are while no resource is away.
  ///   - churn: The share of them that changes each day, from 0 to 1.
  ///   - seed: What makes one environment differ from another.
  public init(findings: Int, churn: Double, seed: UInt64) {
    self.churn = churn
    let bits = SeededBits(seed: seed)
    self.bits = bits
    let checks = (0..<GeneratedCheck.count).map { GeneratedCheck(number: $0, bits: bits) }
    rules = checks.enumerated().map { number, check in
      RuleDefinition(check.check, mappings: GeneratedEdition.mappings(ofCheck: number, bits: bits))
    }
    let estate = GeneratedEstate(findings: findings, checks: checks, bits: bits)
    mayGo = estate.mayGo
    returnDay = Array(repeating: 0, count: estate.resources.count)
    resourceOfFinding = (0..<findings).map(estate.resource(ofFinding:))
    var passing: [Observation] = []
    var failure: [String] = []
    for (finding, index) in resourceOfFinding.enumerated() {
      let check = checks[estate.check(ofFinding: finding)]
      let resource = estate.resources[index]
      passing.append(Self.record(finding, of: check, resource))
      failure.append(
        check.detail(isFailing: true, name: resource.name, region: resource.region))
    }
    self.passing = passing
    self.failure = failure
    // Two fifths of what Prowler reports of an ordinary account fails.
    isFailing = passing.indices.map { finding in
      passing[finding].status == .pass && bits.share(UInt64(finding), Topic.status) < 0.4
    }
  }

  /// When the scan of the day began.
  public var time: Timestamp { Self.time(ofDay: day) }

  /// When the scan of a day begins: at 02:00 UTC.
  public static func time(ofDay day: Int) -> Timestamp {
    Timestamp(microseconds: (dayZero + Int64(day)) * 86_400_000_000 + 2 * 3_600_000_000)
  }

  /// Goes on to the next day.
  public mutating func advance() {
    day += 1
    let today = UInt64(day)
    for resource in returnDay.indices {
      if returnDay[resource] > 0 {
        if returnDay[resource] <= day { returnDay[resource] = 0 }
      } else if mayGo[resource],
        bits.share(UInt64(resource), Topic.absence &+ today) < churn * Self.goingShare
      {
        let weeks = 1 + bits.number(below: 4, UInt64(resource), Topic.length &+ today)
        returnDay[resource] = day + 7 * weeks
      }
    }
    for finding in passing.indices
    where passing[finding].status == .pass && returnDay[resourceOfFinding[finding]] == 0 {
      if bits.share(UInt64(finding), Topic.flip &+ today) < churn * Self.flippingShare {
        isFailing[finding].toggle()
      }
    }
  }

  /// What a scan reports on the present day: the records of each rule together, as in a file of
  /// Prowler.
  public func observations(at time: Timestamp) -> [Observation] {
    var observations: [Observation] = []
    observations.reserveCapacity(passing.count)
    for (finding, record) in passing.enumerated()
    where returnDay[resourceOfFinding[finding]] == 0 {
      var observation = record
      if isFailing[finding] {
        observation.status = .fail
        observation.detail = failure[finding]
      }
      observation.scannedAt = time
      observation.bytes.offset = observations.count * record.bytes.count
      observations.append(observation)
    }
    return observations
  }

  /// 31 December 2024, in days since 1970.
  private static let dayZero: Int64 = 20_088

  /// The shares of the churn. What goes returns, and counts twice; three tenths of the resources,
  /// in a large environment, never go.
  private static let flippingShare = 0.9
  private static let goingShare = 0.07

  /// Coordinates that keep the random choices about a finding or a resource apart.
  private enum Topic {
    static let status: UInt64 = 1
    // Days are added to these.
    static let flip: UInt64 = 1 << 32
    static let absence: UInt64 = 2 << 32
    static let length: UInt64 = 3 << 32
  }

  private static func record(
    _ finding: Int, of check: GeneratedCheck, _ resource: Resource
  ) -> Observation {
    // One in a hundred is for a person to decide.
    let isManual = finding % 100 == 99
    return Observation(
      rule: check.check.key, resource: resource, status: isManual ? .manual : .pass,
      severity: check.check.severity,
      detail: check.detail(isFailing: false, name: resource.name, region: resource.region),
      alias: "prowler-aws-\(check.check.key)-\(resource.account)-\(resource.region)-"
        + resource.name,
      scannedAt: Timestamp(microseconds: 0), bytes: ByteRange(offset: 0, count: 8400))
  }
}

extension RuleDefinition {
  /// What a reader of Prowler's files makes of a check.
  fileprivate init(_ check: SampleCheck, mappings: [RequirementReference]) {
    self.init(key: check.key, title: check.title)
    service = check.service
    severity = check.severity
    description = check.description
    risk = check.risk
    recommendation = check.recommendation
    referenceURL = check.url
    self.mappings = mappings
  }
}
