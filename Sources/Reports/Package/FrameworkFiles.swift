/// The files of a framework's evidence package.
struct FrameworkFiles {
  /// A file, the canned report that it is the answer of, and what it is.
  private struct Entry {
    var file: String
    var report: String
    /// True for what lies behind the findings: a wider answer than was asked for misleads nobody.
    var isContext: Bool
    var about: String

    init(_ file: String, _ report: String, isContext: Bool = false, _ about: String) {
      self.file = file
      self.report = report
      self.isContext = isContext
      self.about = about
    }
  }

  private static let entries = [
    Entry(
      "summary.csv", "framework_status",
      "How many requirements have which status, and how many findings are behind them."),
    Entry(
      "requirements.csv", "requirement_status",
      "Each requirement with its status and what that rests on."),
    Entry(
      "requirement-rules.csv", "requirement_rules",
      "Which checks are evidence for which requirement, and why."),
    Entry(
      "findings.csv", "framework_findings",
      "Each finding, passing or failing, as it stood at the moment."),
    Entry("changes.csv", "framework_changes", "What was another finding when the period began."),
    Entry(
      "episodes.csv", "remediation_list",
      "Each time that something failed: from when, until when, and how it ended."),
    Entry(
      "time-to-remediate.csv", "time_to_remediate",
      "How long failures stayed open, by severity."),
    Entry(
      "operating-effectiveness.csv", "operating_effectiveness",
      "For how much of the period each requirement was met."),
    Entry(
      "exceptions.csv", "control_exceptions",
      "Each stretch of the period in which something left a requirement unmet."),
    Entry(
      "waivers.csv", "waiver_list", isContext: true, "What is accepted, by whom and until when."),
    Entry("waived-findings.csv", "waived_findings", "The failures that a waiver accepts."),
    Entry("muted-findings.csv", "muted_findings", "The results that a scanner suppresses."),
    Entry(
      "attestations.csv", "attestation_list",
      "What people attest; the files that it rests on are in the folder attestations."),
    Entry(
      "mapping-history.csv", "mapping_history",
      "Since when a check counts for a requirement, and what of that changed."),
    Entry("coverage.csv", "scan_coverage_list", isContext: true, "What each scan looked at."),
    Entry(
      "coverage-gaps.csv", "coverage_gaps", isContext: true,
      "Accounts and checks that the newest scans left out."),
    Entry("unconfirmed.csv", "unconfirmed", "Findings that no scan has looked at lately."),
    Entry("never-scanned.csv", "never_scanned", isContext: true, "What was never looked at."),
    Entry(
      "scan-gaps.csv", "scan_gaps", isContext: true, "When too long went by between two scans."),
    Entry(
      "artifacts.csv", "framework_artifacts", isContext: true,
      "The files that the findings came out of."),
    Entry("losses.csv", "ingest_losses", isContext: true, "What could not be read of those files."),
    Entry("trend.csv", "trend", "Open, opened and resolved failures over time."),
    Entry("settings.csv", "setting_list", isContext: true, "Limits that statuses depend on."),
  ]

  private let scope: ResolvedScope
  private let sample: PackageSample?
  private let queries: [CannedQuery]

  /// The files for a scope; reports are found by their names.
  init(
    _ scope: ResolvedScope, sample: PackageSample? = nil, queries: [CannedQuery] = CannedQuery.all
  ) {
    self.scope = scope
    self.sample = sample
    self.queries = queries
  }

  var contents: PackageContents {
    get throws {
      var contents = PackageContents(title: title, about: about, questions: [])
      for entry in Self.entries {
        var entry = entry
        if isNarrow, entry.report == "framework_findings" {
          entry.report = "requirement_evidence"
          entry.about = "Each check of each requirement, with every finding, passing or failing."
        }
        let query = try CannedQuery.named(entry.report, among: queries)
        let wider = missing(in: query)
        guard entry.isContext || wider.isEmpty else {
          contents.omissions.append(
            "\(entry.file), which cannot be told by \(wider.joined(separator: " or ")): \(entry.about)"
          )
          continue
        }
        if !wider.isEmpty { entry.about += " Not by \(wider.joined(separator: " or "))." }
        contents.questions.append(question(entry, query))
      }
      if let sample {
        guard
          var drawn = contents.questions.first(where: { $0.file == "findings.csv" })
        else { return contents }
        drawn.file = "sample.csv"
        drawn.about =
          "Findings drawn at random with the seed \(sample.seed), and what they were drawn from."
        drawn.sample = sample
        contents.questions.append(drawn)
      }
      return contents
    }
  }

  private func question(_ entry: Entry, _ query: CannedQuery) -> PackageQuestion {
    PackageQuestion(
      file: entry.file, about: entry.about, report: "\(query.subject)/\(query.name)",
      sql: query.sql,
      values: scope.values(for: query))
  }

  /// True where the package is about less than a framework.
  private var isNarrow: Bool {
    scope.parameters.edition != nil || scope.parameters.requirement != nil
  }

  /// The parts of the scope by which a report cannot be narrowed.
  private func missing(in query: CannedQuery) -> [String] {
    let parameters = scope.parameters
    let asked = [
      ("framework", parameters.framework), ("edition", parameters.edition),
      ("requirement", parameters.requirement), ("account", parameters.account),
    ]
    return asked.filter { name, value in
      value != nil && !query.parameters.contains { $0.name == name }
    }.map(\.0)
  }

  private var title: String {
    let parameters = scope.parameters
    let name = [parameters.edition ?? parameters.framework, parameters.requirement]
      .compactMap(\.self).joined(separator: " ")
    return "Evidence for \(name)"
  }

  private var about: String {
    let parameters = scope.parameters
    var text = "This package answers what the evidence for "
    text += [parameters.framework, parameters.edition, parameters.requirement]
      .compactMap(\.self).joined(separator: ", ")
    if let account = parameters.account { text += " in the account \(account)" }
    text += " said"
    if let time = parameters.asOf.time { text += " at \(time)" }
    return text + ", as far as was known with ingest \(parameters.knownAt.ingest)."
  }
}
