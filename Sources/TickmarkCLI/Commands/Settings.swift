import ArgumentParser
import EvidenceIngest
import EvidenceModel
import EvidenceStore
import Reports
import RuleCatalogs

extension Tickmark {
  struct Settings: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show and change what reports go by, and how fast failures have to be fixed.",
      discussion: """
        What is changed stays on record: a report with --known-at goes by what was set then.
        """,
      subcommands: [List.self, Set.self, Load.self, Presets.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "List settings and remediation targets, with what says so and since when.",
        usage: "tickmark settings [<options>]",
        discussion: "  tickmark settings")

      @OptionGroup var database: DatabaseOptions
      @OptionGroup var output: FormatOptions
      @OptionGroup var known: KnownAtOptions

      func run() throws {
        let reader = try database.openReader()
        try output.print(
          try CannedQuery.named("setting_list").rows(from: reader, knownAt: known.knownAt))
      }
    }

    struct Set: ParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "Set one value.",
        discussion: """
          freshness_days: evidence that is older makes a requirement stale. scan_interval_days: \
          scans of an account that are further apart leave a gap. sla_clock_restarts_after: \
          'resolved' or 'closed', what has to happen to a failure so that it gets all of its days \
          again when it comes back. sla.SEVERITY, sla.FRAMEWORK.SEVERITY: days to fix a failure, \
          or 'none'.

            tickmark settings set freshness_days 45
            tickmark settings set sla.critical 15
            tickmark settings set sla.PCI.critical 30
            tickmark settings set sla.high none
          """)

      @OptionGroup var database: DatabaseOptions
      @OptionGroup var output: FormatOptions

      @Argument(help: "The setting.")
      var key: String

      @Argument(help: "Its value.")
      var value: String

      func validate() throws {
        try checkUse { () throws(PolicyError) in _ = try Policy(key: key, value: value) }
      }

      func run() throws {
        let policy = try Policy(key: key, value: value)
        try database.change(output) { try $0.set(policy, source: "command line") }
      }
    }

    struct Load: ParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "Set what a file or a preset says.",
        usage: "tickmark settings load [<options>] (<file> | --preset <name>)",
        discussion: """
          What it does not name stays as it is. The file is YAML:

            tickmark-settings: 1
            source: Security policy 2026, section 4.2
            settings: {freshness_days: 14}
            targets:
              - {severity: critical, days: 15}
              - {framework: PCI, severity: critical, days: 7}
              - {severity: low, days: none}

            tickmark settings load policy.yaml
            tickmark settings load --preset fedramp-rev5
          """)

      @OptionGroup var database: DatabaseOptions
      @OptionGroup var output: FormatOptions

      @Argument(help: "The file.", completion: .file())
      var file: String?

      @Option(
        help: ArgumentHelp(
          "Published figures; 'settings presets' lists them.", valueName: "name"))
      var preset: String?

      func validate() throws {
        if (file == nil) == (preset == nil) {
          throw ValidationError("Name a file or a preset.")
        }
      }

      func run() throws {
        try database.change(output) { importer in
          if let file { return try importer.load(contentsOf: file) }
          return try importer.load(preset: preset ?? "")
        }
      }
    }

    struct Presets: ParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "List the presets: published figures, and where they are published.",
        discussion: "  tickmark settings presets")

      @OptionGroup var output: FormatOptions

      func run() throws {
        let presets = try PolicyPreset.all.map { ($0.key, try $0.document()) }
        guard output.format != .table else {
          return Terminal.show(presets.map(Self.text).joined(separator: "\n\n"))
        }
        try output.print(
          MemoryRows(
            columns: ["preset", "title", "targets", "source", "notes"],
            rows: presets.map { key, document in
              [
                .text(key), SQLValue(document.title), .text(Self.figures(document)),
                SQLValue(document.source), SQLValue(document.notes),
              ]
            }))
      }

      /// A preset for people: nothing cut.
      private static func text(_ key: String, _ document: PolicyDocument) -> String {
        let width = Terminal.width > 0 ? Terminal.width : 80
        let details = [document.title, document.source.map { "from " + $0 }, document.notes]
        let lines = details.compactMap(\.self).flatMap { detail in
          WrappedText(detail, width: width - 2).lines.map { "  " + $0 }
        }
        return (["\(key): \(figures(document))"] + lines).joined(separator: "\n")
      }

      private static func figures(_ document: PolicyDocument) -> String {
        document.policy.targets.map { target in
          "\(target.key) \(target.days.map(String.init) ?? "none")"
        }.joined(separator: ", ")
      }
    }
  }
}

extension DatabaseOptions {
  /// Changes the policy of the database, and prints what changed.
  fileprivate func change(
    _ output: FormatOptions, _ change: (PolicyImporter) throws -> [PolicyChange]
  ) throws {
    try withStore(for: .updating) { store in
      let changes = try change(PolicyImporter(store: store))
      if changes.isEmpty, output.format == .table {
        return Terminal.note("nothing changed: all of it is set already")
      }
      try output.print(
        MemoryRows(
          columns: ["setting", "before", "now"],
          rows: changes.map { [.text($0.key), SQLValue($0.before), SQLValue($0.now)] }))
    }
  }
}
