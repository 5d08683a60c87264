import ArgumentParser
import EvidenceIngest
import EvidenceModel
import EvidenceStore
import Reports

extension Tickmark {
  struct Attestations: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what is attested, by whom and until when; hand out files; end one.",
      discussion: "'tickmark attest' records one.",
      subcommands: [List.self, Show.self, Revoke.self], defaultSubcommand: List.self)

    /// What an attestation is at a moment.
    enum State: String, CaseIterable, ExpressibleByArgument {
      case upcoming
      case inForce = "in_force"
      case expired
      case revoked
    }

    struct List: ParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "List the attestations, those in force first, the next to run out first.",
        usage: "tickmark attestations [<options>]",
        discussion: """
          The table has some of the columns, other formats have all: 'tickmark queries \
          attestation_list' tells what they mean.

            tickmark attestations
            tickmark attestations --state expired --as-of 2026-06-30 --format csv
          """)

      @OptionGroup var database: DatabaseOptions
      @OptionGroup var output: FormatOptions
      @OptionGroup var moment: MomentOptions

      @Option(help: "Only attestations in this state.")
      var state: State?

      private static let tableColumns = [
        "attestation_id", "state", "edition", "requirement", "account", "result", "expires_at",
        "attested_by",
      ]

      func run() throws {
        let reader = try database.openReader()
        let rows = try CannedQuery.named("attestation_list").rows(
          from: reader, parameters: state.map { ["state": $0.rawValue] } ?? [:],
          asOf: moment.asOf, knownAt: moment.knownAt)
        guard output.format == .table else { return try output.print(rows) }
        try output.print(SelectedRows(Self.tableColumns, of: rows))
      }
    }

    struct Show: ParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "Show one attestation and its files, or write the files to a folder.",
        usage: "tickmark attestations show [<options>] <attestation>",
        discussion: """
          Files are written under the names that they had.

            tickmark attestations show 3
            tickmark attestations show 3 --out evidence-3
          """)

      @OptionGroup var database: DatabaseOptions
      @OptionGroup var output: FormatOptions
      @OptionGroup var moment: MomentOptions

      @Argument(help: "The attestation's number.")
      var attestation: Int64

      @Option(
        help: ArgumentHelp(
          "A new folder for the files.", discussion: "Nothing is written where it is not given.",
          valueName: "folder"))
      var out: String?

      func run() throws {
        let card = try card(from: try database.openReader())
        if let out {
          let store = try EvidenceStore(path: database.path, for: .reading)
          try AttestationFolder(of: attestation, in: store).write(to: out)
          try store.close()
        }
        try output.print(card)
      }

      private func card(from reader: ReadOnlyConnection) throws -> MemoryRows {
        let list = try CannedQuery.named("attestation_list").rows(
          from: reader, asOf: moment.asOf, knownAt: moment.knownAt)
        while let row = try list.next() {
          guard row[0] == .integer(attestation) else { continue }
          let facts = zip(list.columns, row).filter { $1 != .null }.map { [.text($0.name), $1] }
          return MemoryRows(columns: ["field", "value"], rows: facts + (try files(from: reader)))
        }
        throw QueryError(
          .badParameter, "there is no attestation \(attestation)",
          hint: "'tickmark attestations' lists them")
      }

      private func files(from reader: ReadOnlyConnection) throws -> [[SQLValue]] {
        let files = try reader.query(
          """
          SELECT
            'file',
            evidence.path || ', ' || length(file.bytes) || ' bytes, SHA-256 '
              || lower(hex(file.sha256))
          FROM attestation_evidence AS evidence
          JOIN kept_file AS file ON file.kept_file_id = evidence.kept_file_id
          WHERE evidence.attestation_id = :attestation_id
          ORDER BY evidence.path
          """, values: ["attestation_id": .integer(attestation)])
        var rows: [[SQLValue]] = []
        while let row = try files.next() { rows.append(row) }
        return rows
      }
    }

    struct Revoke: ParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "End an attestation now, before it runs out.",
        usage: """
          tickmark attestations revoke [<options>] <attestation> --by <name>
                   --reason <text>
          """,
        discussion: """
          Reports as of a moment before go on to apply it.

            tickmark attestations revoke 3 --by ciso --reason 'The policy was withdrawn'
          """)

      @OptionGroup var database: DatabaseOptions
      @OptionGroup var output: FormatOptions

      @Argument(help: "The attestation's number.")
      var attestation: Int64

      @Option(help: ArgumentHelp("Who ends it.", valueName: "name"))
      var by: String

      @Option(help: ArgumentHelp("Why.", valueName: "text"))
      var reason: String

      func validate() throws {
        try checkUse { () throws(PolicyError) in
          try Waiver.requireText(by, "name")
          try Waiver.requireText(reason, "reason")
        }
      }

      func run() throws {
        let now = Timestamp.now
        try database.withStore(for: .updating) { store in
          try store.revokeAttestation(
            attestation, by: by, reason: reason, at: now.wholeSecond, recordedAt: now,
            programVersion: ProgramVersion.current)
        }
        try output.print(
          RevokedAttestation(
            attestationID: attestation, revokedAt: now.wholeSecond.description, revokedBy: by,
            reason: reason))
      }
    }
  }
}

/// What `attestations revoke` prints.
private struct RevokedAttestation: Encodable, PrintableReport {
  let attestationID: Int64
  let revokedAt: String
  let revokedBy: String
  let reason: String

  var text: String {
    "attestation \(attestationID) is revoked: it holds no longer from \(revokedAt) on"
  }

  var fields: [(name: String, value: SQLValue)] {
    [
      ("attestation_id", .integer(attestationID)), ("revoked_at", .text(revokedAt)),
      ("revoked_by", .text(revokedBy)), ("reason", .text(reason)),
    ]
  }
}
