import EvidenceModel

/// The document: what there is to say of one framework, or of all, and where it comes from.
struct ReportPage {
  let answers: ReportAnswers
  /// The version of the program.
  let programVersion: String

  /// The document's source.
  var source: String {
    let sections = answers.scope.framework == nil ? ofAll : ofOne
    return HTMLDocument(
      title: title, header: header, contents: sections.map { ($0.id, $0.title) },
      main: sections.map { $0.node(level: 2) }, footer: footer
    ).source
  }

  private var scope: ReportScope { answers.scope }

  private var title: String { "Compliance report: \(scope.framework ?? "all frameworks")" }

  /// The parts of a page on one framework.
  private var ofOne: [ReportSection] {
    guard let framework = answers.status.rows.first else { return [nothingKnown] + shared }
    return chapter(framework, number: 1, most: RequirementSection.most.ofOne) + shared
  }

  /// The parts of a page on all: a chapter for each, and what is counted over all once.
  private var ofAll: [ReportSection] {
    guard !answers.status.rows.isEmpty else { return [nothingKnown] + shared }
    let chapters = answers.status.rows.enumerated().map { index, framework in
      let number = index + 1
      return ReportSection(
        id: "framework-\(number)", title: framework.text("framework"),
        content: framework.text("title").isEmpty
          ? [] : [.paragraph([.name(framework.text("title"))])],
        parts: chapter(framework, number: number, most: RequirementSection.most.ofAll))
    }
    return [OverviewSection(answers: answers).section] + chapters + shared
  }

  private func chapter(_ framework: ReportRow, number: Int, most: Int) -> [ReportSection] {
    let key = framework.text("framework")
    return [
      StateSection(
        id: "state-\(number)", scope: scope, status: framework, source: answers.status
      ).section,
      ChangeSection(
        id: "changes-\(number)", scope: scope, framework: key, period: answers.period.only(key),
        changes: scope.framework == nil ? nil : answers.changes
      ).section,
      RequirementSection(
        id: "requirements-\(number)", framework: key,
        requirements: answers.requirements.only(key), most: most
      ).section,
      TrendSection(
        id: "trend-\(number)", scope: scope, framework: key, trend: answers.trend.only(key),
        burnDown: answers.burnDown.only(key)
      ).section,
    ]
  }

  private var shared: [ReportSection] {
    [
      RemediationSection(answers: answers).section,
      WorstSection(answers: answers).section,
      WaiverSection(waivers: answers.waivers).section,
      AttestationSection(attestations: answers.attestations).section,
      CoverageSection(answers: answers).section,
      ScanSection(answers: answers).section,
      SourceSection(answers: answers).section,
    ]
  }

  private var nothingKnown: ReportSection {
    ReportSection(
      id: "state-1", title: "Where it stands",
      content: [
        .paragraph("No requirement and no check of it was known at this moment.", class: "headline")
      ], sources: [answers.status])
  }

  private var header: [HTMLNode] {
    let framework = answers.status.rows.first
    let subtitle = scope.framework == nil ? "" : framework?.text("title") ?? ""
    let editions = scope.framework == nil ? "" : framework?.text("editions") ?? ""
    return [.heading(1, title)]
      + (subtitle.isEmpty ? [] : [.paragraph([.name(subtitle)], class: "subtitle")])
      + [
        .element(
          "dl", class: "facts",
          fact("As of", [.time(scope.asOf.time.description), .text(asOfNote)])
            + fact(
              "Period of changes",
              [
                "after ", .time(scope.from.time.description), .text(fromNote), " to ",
                .time(scope.to.time.description),
              ])
            + fact("Known", known)
            + (editions.isEmpty ? [] : fact("Editions", [.name(editions)]))
            + fact("Accounts", [scope.account.map { .name($0) } ?? "all"]))
      ]
  }

  private func fact(_ name: String, _ value: [HTMLNode]) -> [HTMLNode] {
    [.element("div", [.element("dt", [.text(name)]), .element("dd", value)])]
  }

  private var asOfNote: String { scope.asOf.isGiven ? "" : ", the newest scan" }

  private var fromNote: String { scope.from.isGiven ? "" : ", the first scan," }

  private var known: [HTMLNode] {
    guard let recordedAt = scope.ingest.recordedAt else { return ["nothing"] }
    return [
      .text(scope.knownAt == nil ? "everything recorded, up to " : "what was recorded up to "),
      .time(recordedAt.description),
    ]
  }

  private var footer: [HTMLNode] {
    [
      .paragraph(
        "Made by tickmark \(programVersion) out of its database alone. The same database and the "
          + "same question give the same file. All times are UTC. Texts of more than "
          + "\(ReportWords.longestText) characters are cut, and say so.")
    ]
  }
}
