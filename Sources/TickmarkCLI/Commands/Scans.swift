import ArgumentParser
import Reports

extension Tickmark {
  struct Scans: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what was scanned, when, by what, with which coverage and losses.",
      subcommands: [List.self, Show.self, Diff.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "List the scans, the newest first.",
        discussion: "  tickmark scans")

      @OptionGroup var database: DatabaseOptions
      @OptionGroup var output: FormatOptions

      func run() throws {
        try database.printQuery("scan_list", format: output)
      }
    }

    struct Show: ParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "Show one scan: its file, coverage, counts and losses.",
        discussion: "  tickmark scans show 4")

      @OptionGroup var database: DatabaseOptions
      @OptionGroup var output: FormatOptions

      @Argument(help: "The scan's number.")
      var scan: Int

      func run() throws {
        let reader = try database.openReader()
        try reader.requireScan(scan)
        try output.print(
          try CannedQuery.named("scan_card")
            .rows(from: reader, parameters: ["scan_id": String(scan)]))
      }
    }

    struct Diff: ParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "Show what differs between two scans of one tool.",
        usage: "tickmark scans diff [<options>] <before> <after>",
        discussion: """
          What the second scan did not cover is told apart from what is gone.

            tickmark scans diff 3 4
          """)

      @OptionGroup var database: DatabaseOptions
      @OptionGroup var output: FormatOptions

      @Argument(help: "The earlier scan's number.")
      var before: Int

      @Argument(help: "The later scan's number.")
      var after: Int

      func run() throws {
        let reader = try database.openReader()
        try reader.requireScan(before)
        try reader.requireScan(after)
        try output.print(
          try CannedQuery.named("scan_diff").rows(
            from: reader, parameters: ["scan_a": String(before), "scan_b": String(after)]))
      }
    }
  }
}

extension ReadOnlyConnection {
  /// Throws where there is no scan with this number.
  fileprivate func requireScan(_ number: Int) throws {
    _ = try MomentParser(connection: self).end(of: String(number))
  }
}
