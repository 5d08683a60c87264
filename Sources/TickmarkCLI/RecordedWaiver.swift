import EvidenceModel
import EvidenceStore
import Reports

/// What `waive` prints: an object for machines, a few lines for people.
struct RecordedWaiver: Encodable, PrintableReport {
  let waiverID: Int64?
  let dryRun: Bool
  let findings: Int
  let failing: Int
  let findingID: Int64?
  let rule: String?
  let resource: String?
  let account: String?
  let tagKey: String?
  let tagPattern: String?
  let framework: String?
  let edition: String?
  let requirement: String?
  let startsAt: String
  let expiresAt: String
  let backdated: Bool
  let reason: String
  let owner: String
  let approver: String
  let ticket: String?

  init(_ report: WaiverReport, isBackdated: Bool, isDryRun: Bool) {
    let waiver = report.waiver
    // A dry run's number is given to the next waiver that is kept.
    waiverID = isDryRun ? nil : report.waiverID
    dryRun = isDryRun
    findings = report.findings
    failing = report.failing
    findingID = waiver.selection.findingID
    rule = waiver.selection.rule
    resource = waiver.selection.resource
    account = waiver.selection.account
    tagKey = waiver.selection.tag?.key
    tagPattern = waiver.selection.tag?.pattern
    switch waiver.selection.limit {
    case .framework(let key): (framework, edition, requirement) = (key, nil, nil)
    case .requirement(let reference):
      (framework, edition, requirement) = (nil, reference.edition, reference.requirement)
    case nil: (framework, edition, requirement) = (nil, nil, nil)
    }
    startsAt = waiver.startsAt.description
    expiresAt = waiver.expiresAt.description
    backdated = isBackdated
    reason = waiver.reason
    owner = waiver.owner
    approver = waiver.approver
    ticket = waiver.ticket
  }

  private enum CodingKeys: CodingKey {
    case waiverID, dryRun, findings, failing, findingID, rule, resource, account, tagKey, tagPattern
    case framework, edition, requirement, startsAt, expiresAt, backdated, reason, owner, approver
    case ticket
  }

  /// Writes every key, with null where there is no value: a reader need not ask which are there.
  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(waiverID, forKey: .waiverID)
    try keys.encode(dryRun, forKey: .dryRun)
    try keys.encode(findings, forKey: .findings)
    try keys.encode(failing, forKey: .failing)
    try keys.encode(findingID, forKey: .findingID)
    try keys.encode(rule, forKey: .rule)
    try keys.encode(resource, forKey: .resource)
    try keys.encode(account, forKey: .account)
    try keys.encode(tagKey, forKey: .tagKey)
    try keys.encode(tagPattern, forKey: .tagPattern)
    try keys.encode(framework, forKey: .framework)
    try keys.encode(edition, forKey: .edition)
    try keys.encode(requirement, forKey: .requirement)
    try keys.encode(startsAt, forKey: .startsAt)
    try keys.encode(expiresAt, forKey: .expiresAt)
    try keys.encode(backdated, forKey: .backdated)
    try keys.encode(reason, forKey: .reason)
    try keys.encode(owner, forKey: .owner)
    try keys.encode(approver, forKey: .approver)
    try keys.encode(ticket, forKey: .ticket)
  }

  var fields: [(name: String, value: SQLValue)] {
    [
      ("waiver_id", waiverID.map(SQLValue.integer) ?? .null),
      ("dry_run", .integer(dryRun ? 1 : 0)), ("findings", SQLValue(findings)),
      ("failing", SQLValue(failing)), ("finding_id", findingID.map(SQLValue.integer) ?? .null),
      ("rule", SQLValue(rule)), ("resource", SQLValue(resource)), ("account", SQLValue(account)),
      ("tag_key", SQLValue(tagKey)), ("tag_pattern", SQLValue(tagPattern)),
      ("framework", SQLValue(framework)), ("edition", SQLValue(edition)),
      ("requirement", SQLValue(requirement)), ("starts_at", .text(startsAt)),
      ("expires_at", .text(expiresAt)), ("backdated", .integer(backdated ? 1 : 0)),
      ("reason", .text(reason)), ("owner", .text(owner)), ("approver", .text(approver)),
      ("ticket", SQLValue(ticket)),
    ]
  }

  var text: String {
    let name = waiverID.map { "waiver \($0) fits" } ?? "the waiver would fit"
    var lines = [
      "\(name) \(findings) \(findings == 1 ? "finding" : "findings"), \(failing) of them failing"
    ]
    if findings == 0 { lines.append("  nothing now; what comes and fits is accepted") }
    lines.append("  what: " + selected)
    if let framework { lines.append("  only in \(framework)") }
    if let edition, let requirement { lines.append("  only for \(edition) \(requirement)") }
    lines.append("  from \(startsAt)" + (backdated ? ", which is backdated" : ""))
    lines.append("  to before \(expiresAt)")
    if dryRun { lines.append("  nothing was recorded") }
    return lines.joined(separator: "\n")
  }

  private var selected: String {
    let parts = [
      findingID.map { "finding \($0)" }, rule.map { "check \($0)" },
      resource.map { "resource \($0)" }, account.map { "account \($0)" },
      tagKey.map { "tag \($0)=\(tagPattern ?? "")" },
    ].compactMap(\.self)
    return parts.isEmpty ? "all that is evidence for it" : parts.joined(separator: ", ")
  }
}
