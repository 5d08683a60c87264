import EvidenceModel
import GRDB

/// What a scan said of its findings, to compare another output of its run with.
///
/// Findings that differ in their discriminator alone are one here: formats tell them apart by what
/// they have.
struct ScanVerdicts {
  /// A set of verdicts.
  private struct Verdicts: OptionSet {
    let rawValue: UInt16

    init(rawValue: UInt16) { self.rawValue = rawValue }

    init(_ status: Status, isMuted: Bool) {
      rawValue = 1 << UInt16(status.rawValue * 2 + (isMuted ? 1 : 0))
    }

    var text: String {
      Status.allCases.flatMap { status in
        [false, true].filter { contains(Self(status, isMuted: $0)) }.map { isMuted in
          isMuted ? "\(status.key) and muted" : status.key
        }
      }.joined(separator: ", ")
    }
  }

  /// How a record compares with the scan.
  enum Comparison {
    /// The scan says the same, or the record says nothing.
    case same
    /// The scan says something else, in these words.
    case other(String)
    /// The scan does not report the finding.
    case absent
  }

  private var verdicts: [Int: Verdicts] = [:]

  init(of scanID: Int64, _ db: Database) throws {
    try PreparedStatement(
      db,
      """
      SELECT observation.provider, observation.account, observation.region, observation.rule,
        observation.resource, status.status_id, observation.is_muted
      FROM observation
      JOIN status ON status.key = observation.status
      WHERE observation.scan_id = ?
      """
    ).forEachRow(scanID) { row in
      let name = Self.name(
        provider: row.text(0), account: row.text(1), region: row.text(2), rule: row.text(3),
        resource: row.text(4))
      guard let status = Status(rawValue: Int(row.int(5))) else { return }
      verdicts[name, default: []].insert(Verdicts(status, isMuted: row.int(6) != 0))
    }
  }

  /// Compares a verdict with the scan's.
  func compare(_ observation: Observation) -> Comparison {
    let resource = observation.resource
    return compare(
      Self.name(
        provider: resource.provider, account: resource.account, region: resource.region,
        rule: observation.rule, resource: resource.uid),
      observation.status, isMuted: observation.isMuted)
  }

  /// Compares how a requirement stands by a check with what the check says.
  func compare(_ result: RequirementResult) -> Comparison {
    guard let rule = result.rule, let account = result.account else { return .same }
    return compare(
      Self.name(
        provider: result.provider, account: account, region: result.region, rule: rule,
        resource: result.resource),
      result.status, isMuted: result.isMuted)
  }

  private func compare(_ name: Int, _ status: Status, isMuted: Bool) -> Comparison {
    guard let known = verdicts[name] else { return .absent }
    if known.contains(Verdicts(status, isMuted: isMuted)) { return .same }
    // An output that has no word for the verdict does not contradict it.
    let isSilent =
      status == .unknown
      && Status.allCases.contains { known.contains(Verdicts($0, isMuted: isMuted)) }
    return isSilent ? .same : .other(known.text)
  }

  /// Eight bytes in place of all the names, for a scan can have millions of findings.
  private static func name(
    provider: String, account: String, region: String, rule: String, resource: String
  ) -> Int {
    var hasher = Hasher()
    hasher.combine(provider)
    hasher.combine(account)
    hasher.combine(region)
    hasher.combine(rule)
    hasher.combine(resource)
    return hasher.finalize()
  }
}
