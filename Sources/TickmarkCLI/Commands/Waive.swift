import ArgumentParser
import EvidenceIngest
import EvidenceModel
import EvidenceStore

extension Tickmark {
  struct Waive: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Accept findings that fail: for a reason, until a date.",
      usage: """
        tickmark waive <what it fits> --reason <text> --owner <name>
                 --approver <name> --expires <date> [<options>]
        """,
      discussion: """
        It fits every finding, known or not yet known, that fits all that is given. What is \
        accepted counts as waived and not as failing, in reports as of a moment at which the \
        waiver holds; no command has to run when it expires.

          tickmark waive --rule s3_bucket_public_access --resource arn:aws:s3:::site \\
            --reason 'The public web site' --owner web --approver ciso \\
            --expires 2026-12-31
        """)

    @OptionGroup(title: "What it fits") var selected: WaiverSelectionOptions
    @OptionGroup(title: "On what terms") var terms: WaiverTerms
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var output: FormatOptions

    @Flag(help: "Show what it would fit, and record nothing.")
    var dryRun = false

    func validate() throws {
      try checkUse { () throws(PolicyError) in try waiver(now: .now).waiver.validate() }
    }

    func run() throws {
      let now = Timestamp.now
      let (waiver, isBackdated) = try waiver(now: now)
      try database.withStore(for: .updating) { store in
        let report = try store.add(
          waiver, recordedAt: now, programVersion: ProgramVersion.current, isDryRun: dryRun)
        try output.print(RecordedWaiver(report, isBackdated: isBackdated, isDryRun: dryRun))
      }
    }

    private func waiver(
      now: Timestamp
    ) throws(PolicyError) -> (waiver: Waiver, isBackdated: Bool) {
      let period = try Waiver.Period(
        from: terms.start, through: terms.expires, now: now, allowsLong: terms.allowLong)
      let waiver = Waiver(
        selected.selection, startsAt: period.startsAt, expiresAt: period.expiresAt,
        reason: terms.reason, owner: terms.owner, approver: terms.approver, ticket: terms.ticket)
      return (waiver, period.isBackdated)
    }
  }
}

/// What a waiver fits.
struct WaiverSelectionOptions: ParsableArguments {
  @Option(help: ArgumentHelp("One finding, by its number.", valueName: "number"))
  var finding: Int64?

  @Option(help: ArgumentHelp("A scanner's check, as CHECK or CATALOG/CHECK.", valueName: "check"))
  var rule: String?

  @Option(help: ArgumentHelp("A resource, as its provider names it.", valueName: "uid"))
  var resource: String?

  @Option(help: ArgumentHelp("An account, as its provider names it.", valueName: "id"))
  var account: String?

  @Option(
    help: ArgumentHelp(
      "Resources with a tag, as KEY=PATTERN.",
      discussion: """
        In the value, * stands for any text, ? for a character, [ab] for one of some; write [[] for a \
        bracket. A key alone fits any value.
        """,
      valueName: "key=pattern"))
  var tag: Waiver.TagPattern?

  @Option(
    help: ArgumentHelp(
      "Accepted in this framework alone.",
      discussion: "With nothing else given, it fits all that belongs to the framework.",
      valueName: "framework"))
  var framework: String?

  @Option(
    help: ArgumentHelp(
      "Accepted for this requirement alone, as EDITION:KEY.",
      discussion: "With nothing else given, it fits all that is evidence for it.",
      valueName: "edition:key"))
  var requirement: RequirementReference?

  var selection: Waiver.Selection {
    var selection = Waiver.Selection()
    selection.findingID = finding
    selection.rule = rule
    selection.resource = resource
    selection.account = account
    selection.tag = tag
    if let framework { selection.limit = .framework(framework) }
    if let requirement { selection.limit = .requirement(requirement) }
    return selection
  }

  func validate() throws {
    if framework != nil, requirement != nil {
      throw ValidationError(
        "--framework and --requirement do not go together: a requirement is of one framework.")
    }
  }
}

/// Why, who and until when.
struct WaiverTerms: ParsableArguments {
  @Option(help: ArgumentHelp("Why it is accepted.", valueName: "text"))
  var reason: String

  @Option(help: ArgumentHelp("Who answers for it.", valueName: "name"))
  var owner: String

  @Option(help: ArgumentHelp("Who accepted it.", valueName: "name"))
  var approver: String

  @Option(help: ArgumentHelp("Where the decision is recorded.", valueName: "text"))
  var ticket: String?

  @Option(
    help: ArgumentHelp(
      "Its beginning, a date or a time.",
      discussion: "Now, where it is not given. One in the past is reported as backdated.",
      valueName: "date"))
  var start: TimestampText?

  @Option(
    help: ArgumentHelp(
      "Its last day or, where a time is given, its last second.",
      discussion: "In UTC, as all times. 366 days after the start at most.", valueName: "date"))
  var expires: TimestampText

  @Flag(help: "Let it hold for more than 366 days.")
  var allowLong = false
}

extension Waiver.TagPattern: ExpressibleByArgument {
  /// The pattern that an argument of the form KEY=PATTERN names; a key alone is with any value.
  public init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let key = parts.first, !key.isEmpty else { return nil }
    self.init(key: String(key), pattern: parts.count == 2 ? String(parts[1]) : "*")
  }
}

extension RequirementReference: ExpressibleByArgument {
  /// The requirement that an argument of the form EDITION:KEY names.
  public init?(argument: String) {
    let parts = argument.split(separator: ":", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    self = .named(edition: String(parts[0]), requirement: String(parts[1]))
  }
}
