import ArgumentParser
import EvidenceIngest
import EvidenceModel
import EvidenceStore
import Reports

extension Tickmark {
  struct Waivers: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what is accepted, by whom and until when; end a waiver.",
      discussion: "'tickmark waive' records one.",
      subcommands: [List.self, Show.self, Revoke.self], defaultSubcommand: List.self)

    /// What a waiver is at a moment.
    enum State: String, CaseIterable, ExpressibleByArgument {
      case upcoming
      case inForce = "in_force"
      case expired
      case revoked
    }

    struct List: ParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "List the waivers, those in force first, the next to expire first.",
        usage: "tickmark waivers [<options>]",
        discussion: """
          The table has some of the columns, other formats have all: 'tickmark queries \
          waiver_list' tells what they mean.

            tickmark waivers
            tickmark waivers --state expired --as-of 2026-06-30 --format csv
          """)

      @OptionGroup var database: DatabaseOptions
      @OptionGroup var output: FormatOptions
      @OptionGroup var moment: MomentOptions

      @Option(help: "Only waivers in this state.")
      var state: State?

      private static let tableColumns = [
        "waiver_id", "state", "expires_at", "findings", "failing", "approver", "fits",
      ]

      func run() throws {
        let reader = try database.openReader()
        let rows = try CannedQuery.named("waiver_list").rows(
          from: reader, parameters: state.map { ["state": $0.rawValue] } ?? [:],
          asOf: moment.asOf, knownAt: moment.knownAt)
        guard output.format == .table else { return try output.print(rows) }
        try output.print(SelectedRows(Self.tableColumns, of: rows))
      }
    }

    struct Show: ParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "Show one waiver, and the findings that it fits.",
        usage: "tickmark waivers show [<options>] <waiver>",
        discussion: "  tickmark waivers show 3")

      @OptionGroup var database: DatabaseOptions
      @OptionGroup var output: FormatOptions
      @OptionGroup var moment: MomentOptions

      @Argument(help: "The waiver's number.")
      var waiver: Int64

      func run() throws {
        let reader = try database.openReader()
        let rows = try CannedQuery.named("waiver_card").rows(
          from: reader, parameters: ["waiver_id": String(waiver)], asOf: moment.asOf,
          knownAt: moment.knownAt)
        guard let first = try rows.next() else {
          throw QueryError(
            .badParameter, "there is no waiver \(waiver)", hint: "'tickmark waivers' lists them")
        }
        try output.print(PrefixedRows([first], before: rows))
      }
    }

    struct Revoke: ParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "End a waiver now, before it expires.",
        usage: "tickmark waivers revoke [<options>] <waiver> --by <name> --reason <text>",
        discussion: """
          Reports as of a moment before go on to apply it.

            tickmark waivers revoke 3 --by ciso --reason 'The site was taken down'
          """)

      @OptionGroup var database: DatabaseOptions
      @OptionGroup var output: FormatOptions

      @Argument(help: "The waiver's number.")
      var waiver: Int64

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
          try store.revokeWaiver(
            waiver, by: by, reason: reason, at: now.wholeSecond, recordedAt: now,
            programVersion: ProgramVersion.current)
        }
        try output.print(
          RevokedWaiver(
            waiverID: waiver, revokedAt: now.wholeSecond.description, revokedBy: by,
            reason: reason))
      }
    }
  }
}

/// What `waivers revoke` prints.
private struct RevokedWaiver: Encodable, PrintableReport {
  let waiverID: Int64
  let revokedAt: String
  let revokedBy: String
  let reason: String

  var text: String { "waiver \(waiverID) is revoked: it holds no longer from \(revokedAt) on" }

  var fields: [(name: String, value: SQLValue)] {
    [
      ("waiver_id", .integer(waiverID)), ("revoked_at", .text(revokedAt)),
      ("revoked_by", .text(revokedBy)), ("reason", .text(reason)),
    ]
  }
}
