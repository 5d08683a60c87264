import ArgumentParser
import EvidenceIngest
import EvidenceModel
import EvidenceStore

extension Tickmark {
  struct Attest: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Attest that a requirement is met, with files as evidence, until a date.",
      usage: """
        tickmark attest <edition> <requirement> --evidence <file> ... --by <name>
                 --until <date> [<options>]
        """,
      discussion: """
        For what no check can see: a policy, a training, a visit. It decides requirements that \
        are manual or that nothing evaluates; what a check found is never hidden. The files are \
        kept in the database, and 'tickmark attestations show' hands them out again. What has \
        run out makes the requirement stale.

          tickmark attest PCI-4.0 12.6.1 --evidence awareness-2026.pdf --by 'J. Doe' \\
            --until 2027-06-30
        """)

    /// What is attested of a requirement.
    enum Outcome: String, CaseIterable, ExpressibleByArgument {
      case met
      case notMet = "not_met"
    }

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var output: FormatOptions

    @Argument(help: "The edition's key, such as PCI-4.0.")
    var edition: String

    @Argument(help: "The requirement's number in the edition, or as a scanner writes it.")
    var requirement: String

    @Option(
      help: ArgumentHelp(
        "A file to keep as evidence, 64 MiB at most; may be given several times.",
        valueName: "file"))
    var evidence: [String]

    @Option(help: ArgumentHelp("Who attests it.", valueName: "name"))
    var by: String

    @Option(
      help: ArgumentHelp(
        "Its beginning, a date or a time.",
        discussion: "Now, where it is not given. One in the past is reported as backdated.",
        valueName: "date"))
    var from: TimestampText?

    @Option(
      help: ArgumentHelp(
        "Its last day or, where a time is given, its last second.",
        discussion: "In UTC, as all times.", valueName: "date"))
    var until: TimestampText

    @Option(
      help: ArgumentHelp(
        "An account that it is about alone, as its provider names it.",
        discussion: "It then counts where that account is asked for, and not overall.",
        valueName: "id"))
    var account: String?

    @Option(help: "What is attested.")
    var result: Outcome = .met

    @Option(help: ArgumentHelp("What else there is to say.", valueName: "text"))
    var note: String?

    func validate() throws {
      try checkUse { () throws(PolicyError) in try attestation(now: .now).validate() }
    }

    func run() throws {
      let now = Timestamp.now
      var attestation = attestation(now: now)
      let name = try NamedRequirement(
        edition: edition, requirement: requirement, in: try database.openReader())
      attestation.requirement = RequirementReference(
        edition: name.edition, requirement: name.key)
      try database.withStore(for: .updating) { store in
        let report = try AttestationImporter(store: store, clock: { now })
          .add(attestation, evidence: evidence)
        try output.print(RecordedAttestation(report, recordedAt: now))
      }
    }

    private func attestation(now: Timestamp) -> Attestation {
      Attestation(
        of: RequirementReference(edition: edition, requirement: requirement), account: account,
        isMet: result == .met, startsAt: from?.timestamp ?? now.wholeSecond,
        expiresAt: Timestamp(microseconds: until.end.microseconds + 1), attestedBy: by, note: note)
    }
  }
}
