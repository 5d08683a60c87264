import Reports

extension RequirementPage {
  /// The page for people, in so many columns.
  func text(width: Int) -> String {
    var page = PageText(width: width)
    page.heading("\(edition) \(requirement)" + (title.map { ": \($0)" } ?? ""))
    addStatus(to: &page)
    for parent in partOf {
      page.fact(
        "part of",
        [parent.text("requirement"), parent.text("title")].compactMap(\.self)
          .joined(separator: " "))
    }
    for spelling in written { page.fact("written", spelling) }
    addRules(to: &page)
    addRelations(to: &page)
    addFindings(to: &page)
    return page.text
  }

  private func addStatus(to page: inout PageText) {
    guard let status else {
      page.fact("status", "no document or scan lists it at this moment")
      return
    }
    func number(_ name: String) -> String { status.text(name) ?? "0" }
    page.fact(
      "status",
      "\(number("status")): \(number("failing")) failing, \(number("waived")) waived, "
        + "\(number("muted")) muted, \(number("passing")) passing")
    var rules = "\(number("rules_evaluated")) of \(number("rules_mapped")) evaluated"
    if let oldest = status.text("oldest_evidence_at"),
      let newest = status.text("newest_evidence_at")
    {
      rules += ", confirmed " + (oldest == newest ? newest : "from \(oldest) to \(newest)")
    }
    page.fact("checks", rules)
    if let person = status.text("attested_by"), let end = status.text("attested_until") {
      page.fact("attested", "by \(person) until \(end)")
    }
  }

  /// Rules without a result are only named, where others have one: most are other scanners' checks.
  private func addRules(to page: inout PageText) {
    let withResults = rules.filter { !$0.results.isEmpty }.sorted { $0.worst < $1.worst }
    page.heading(
      "Rules that are evidence: \(rules.count), \(withResults.count) of them with results")
    if rules.isEmpty {
      page.paragraph(
        status?.text("status") == "manual"
          ? "A document lists it without a rule: a person has to look at it."
          : "No document or scan says what is evidence for it. 'tickmark catalog load' reads "
            + "documents that do, such as a table of your own.")
    }
    let isDescribed = rules.filter { $0.title != nil }
    let told = withResults.isEmpty ? Array(isDescribed.prefix(10)) : withResults
    for rule in told { add(rule, to: &page) }
    let toldNames = Set(told.map { [$0.catalog, $0.rule] })
    let others = rules.filter { !toldNames.contains([$0.catalog, $0.rule]) }
    for catalog in Set(others.map(\.catalog)).sorted() {
      let names = others.filter { $0.catalog == catalog }.map(\.rule)
      page.paragraph("no result of \(catalog): " + names.joined(separator: ", "))
    }
  }

  private func add(_ rule: RequirementRule, to page: inout PageText) {
    page.paragraph(
      "\(rule.catalog)/\(rule.rule)" + (rule.severity.map { " (\($0))" } ?? "") + ": "
        + rule.resultText)
    if let title = rule.title { page.paragraph(title, indent: 4) }
    for reason in rule.why.prefix(Self.mostReasons) {
      page.fact("why", Self.why(reason), indent: 4)
    }
    if rule.why.count > Self.mostReasons {
      page.fact("why", "and \(rule.why.count - Self.mostReasons) more ways", indent: 4)
    }
    if !rule.equivalents.isEmpty {
      page.fact("same as", rule.equivalents.joined(separator: ", "), indent: 4)
    }
  }

  /// JSON tells all of them.
  private static let mostReasons = 4

  /// What makes a rule evidence, in words.
  private static func why(_ row: NamedRow) -> String {
    let file = file(row)
    let told: String
    if let scan = row.text("scan_id") {
      told = "its record names the requirement: scan \(scan), \(file)"
    } else if let reason = row.text("reason") {
      told = "\(reason) (\(file))"
    } else {
      told = "says \(file)"
    }
    guard row.text("via") == "equivalence" else { return told }
    return "the same as \(row.text("source") ?? ""), says "
      + "\(row.text("equivalence_path") ?? ""); of that one: \(told)"
  }

  /// A file with the beginning of its SHA-256.
  private static func file(_ row: NamedRow) -> String {
    "\(row.text("artifact_path") ?? ""), SHA-256 \((row.text("artifact_sha256") ?? "").prefix(12))"
  }

  private func addRelations(to page: inout PageText) {
    guard !relations.isEmpty else { return }
    page.heading("Related requirements of other publications: \(relations.count)")
    let words = [
      "equal": "equal to", "subset": "a subset of", "superset": "a superset of",
      "intersects": "intersects with",
    ]
    for relation in relations {
      let kind = relation.text("relation") ?? ""
      page.paragraph(
        "\(words[kind] ?? kind) \(relation.text("related_edition") ?? "") "
          + (relation.text("related_requirement") ?? "")
          + (relation.text("related_title").map { ": \($0)" } ?? ""))
      let strength = relation.text("strength").map { "strength \($0) of 10; " } ?? ""
      let reason = relation.text("reason").map { "\($0) " } ?? ""
      page.fact("source", "\(strength)\(reason)(\(Self.file(relation)))", indent: 4)
    }
  }

  private func addFindings(to page: inout PageText) {
    let count = findings.count + findingsLeftOut
    page.heading(
      findingsLeftOut > 0
        ? "Findings, worst first: \(findings.count) of \(count); --limit takes more"
        : "Findings, worst first: \(count)")
    if findings.isEmpty {
      page.paragraph(
        rules.isEmpty
          ? "None, since no rule is evidence for it."
          : "None: no scan has a result of these rules at this moment.")
    }
    for finding in findings {
      let flags = ["is_muted": "muted", "is_waived": "waived"].sorted { $0.key < $1.key }
        .filter { finding.text($0.key) == "1" }.map { ", \($0.value)" }.joined()
      page.paragraph(
        "\(finding.text("status") ?? "")\(flags), \(finding.text("severity") ?? ""): "
          + "\(finding.text("tool") ?? "")/\(finding.text("rule") ?? "")")
      page.fact("resource", finding.text("resource") ?? "", indent: 4)
      page.fact(
        "in",
        ["provider", "account", "region"].compactMap { finding.text($0) }
          .filter { !$0.isEmpty }.joined(separator: " "),
        indent: 4)
      page.fact("since", Self.times(finding), indent: 4)
      page.fact("record", Self.record(finding), indent: 4)
    }
  }

  private static func times(_ finding: NamedRow) -> String {
    var text = finding.text("since") ?? ""
    if let failing = finding.text("failing_since"), failing != text {
      text += ", failing since \(failing)"
    }
    return text + (finding.text("last_confirmed_at").map { ", confirmed \($0)" } ?? "")
  }

  private static func record(_ finding: NamedRow) -> String {
    var text =
      "scan \(finding.text("scan_id") ?? ""), finding "
      + "\(finding.text("finding_id") ?? ""), \(file(finding))"
    if case .integer(let offset) = finding["byte_offset"],
      case .integer(let count) = finding["byte_count"], count > 0
    {
      text += ", bytes \(offset) to \(offset + count - 1)"
    }
    return text
  }
}

extension RequirementRule {
  /// Statuses, worst first.
  private static let statuses = ["fail", "error", "manual", "unknown", "pass", "not_applicable"]

  /// The place of its worst status among ``statuses``.
  fileprivate var worst: Int {
    Self.statuses.firstIndex { results[$0] != nil } ?? Self.statuses.count
  }

  /// The statuses of its findings, worst first.
  fileprivate var resultText: String {
    guard !results.isEmpty else { return "no result" }
    return Self.statuses.compactMap { status in results[status].map { "\($0) \(status)" } }
      .joined(separator: ", ")
  }
}
