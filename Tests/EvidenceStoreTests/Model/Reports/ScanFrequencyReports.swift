import EvidenceModel

/// Reports of `Queries/coverage` on when accounts and regions were scanned.
enum ScanFrequencyReports {
  static let models = [
    ReportModel("scan_frequency", scanFrequency),
    ReportModel("scan_gaps", scanGaps),
    ReportModel("never_scanned", neverScanned),
  ]

  /// An account as a tool sees it.
  private struct Place: Hashable {
    var tool: String
    var account: AccountName
  }

  /// The time from one scan to the next, or to the moment.
  private struct Gap {
    var start: Timestamp
    var end: Timestamp?
    var length: Int64
  }

  /// The scans of each account that is asked for, by tool, up to the moment.
  private static func scans(_ question: ReportQuestion) -> [Place: [ModelScan]] {
    var scans: [Place: [ModelScan]] = [:]
    for scan in question.standpoint.scans {
      for account in scan.coverage.keys where question.wants(account: account.account) {
        scans[Place(tool: scan.tool, account: account), default: []].append(scan)
      }
    }
    return scans
  }

  /// The gaps between scans that reach into the period.
  private static func gaps(
    between scans: [ModelScan], _ question: ReportQuestion
  ) throws -> [Gap] {
    let from = try question.fromAt()
    let moments = Set(scans.map(\.scannedAt)).sorted()
    return moments.indices.compactMap { index in
      let next = index + 1 < moments.count ? moments[index + 1] : nil
      if let from, let next, next <= from { return nil }
      let end = next ?? question.standpoint.clock
      return Gap(
        start: moments[index], end: next,
        length: max(0, end.microseconds - moments[index].microseconds))
    }
  }

  private static func allowedDays(_ question: ReportQuestion) -> Int? {
    question.number("days")
      ?? question.standpoint.model.settings["scan_interval_days"].flatMap { Int($0) }
  }

  private static func isTooLong(_ gap: Gap, _ question: ReportQuestion) -> Bool {
    allowedDays(question).map { gap.length > Int64($0) * 86_400_000_000 } ?? false
  }

  private static func placeColumns(_ place: Place) -> ModelRow {
    row([
      "tool": place.tool, "provider": place.account.provider, "account": place.account.account,
    ])
  }

  /// One row per tool and account that was scanned by the moment.
  private static func scanFrequency(_ question: ReportQuestion) throws -> [ModelRow] {
    let from = try question.fromAt()
    return try scans(question).map { place, all in
      let gaps = try gaps(between: all, question)
      let scans = all.filter { scan in from.map { $0 < scan.scannedAt } ?? true }
      return placeColumns(place).with(
        row([
          "scans": scans.count,
          "scan_days": Set(scans.map { $0.scannedAt.description.prefix(10) }).count,
          "first_scan_at": scans.first?.scannedAt, "last_scan_at": scans.last?.scannedAt,
          "longest_gap_days": gaps.map(\.length).max().map(roundedDays),
          "allowed_days": allowedDays(question),
          "gaps": gaps.filter { isTooLong($0, question) }.count,
        ]))
    }
  }

  /// One row per tool, account and gap that is longer than is allowed.
  private static func scanGaps(_ question: ReportQuestion) throws -> [ModelRow] {
    try scans(question).flatMap { place, scans in
      try gaps(between: scans, question).filter { isTooLong($0, question) }.map { gap in
        placeColumns(place).with(
          row([
            "started_at": gap.start, "ended_at": gap.end, "days": roundedDays(gap.length),
            "allowed_days": allowedDays(question),
          ]))
      }
    }
  }

  /// One row per account and region that is known and that no scan looked at in the period.
  private static func neverScanned(_ question: ReportQuestion) throws -> [ModelRow] {
    let standpoint = question.standpoint
    let from = try question.fromAt()
    var regions: [AccountName: Set<String>] = [:]
    for scan in standpoint.scans {
      for (account, areas) in scan.coverage where question.wants(account: account.account) {
        regions[account, default: []].formUnion(areas.flatMap { $0.regions ?? [] })
        regions[account, default: []]
          .formUnion(scan.observations.keys.filter { $0.accountName == account }.map(\.region))
      }
    }
    let scans = standpoint.scans.filter { scan in question["tool"].map { $0 == scan.tool } ?? true }
    func isSeen(_ moment: Timestamp?) -> Bool {
      moment.map { moment in from.map { $0 < moment } ?? true } ?? false
    }
    return regions.flatMap { account, regions -> [ModelRow] in
      let ofAccount = scans.filter { $0.coverage[account] != nil }
      let known: [String?] = regions.isEmpty ? [nil] : Array(regions)
      return known.compactMap { region in
        let last = ofAccount.last { scan in
          region.map { region in
            scan.coverage[account]?.contains { $0.covers(region: region) } == true
          } ?? true
        }?.scannedAt
        guard !isSeen(last) else { return nil }
        let findings = standpoint.present.filter {
          $0.name.accountName == account && $0.name.region == region
        }
        return row([
          "provider": account.provider, "account": account.account, "region": region,
          "is_account_scanned": isSeen(ofAccount.last?.scannedAt), "last_scanned_at": last,
          "findings": findings.count, "failing": findings.filter(\.event.isFailing).count,
        ])
      }
    }
  }
}
