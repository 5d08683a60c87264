import ArgumentParser
import EvidenceIngest
import EvidenceModel
import Reports

extension Tickmark {
  struct CatalogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "catalog",
      abstract: "Load and show rule catalogs.",
      subcommands: [
        Load.self, List.self, Show.self, Lint.self, Diff.self, Coverage.self,
      ])

    struct Load: ParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "Load rule catalogs; their format is detected.",
        usage: "tickmark catalog load [<options>] <paths> ...",
        discussion: """
          A catalog that changed gives its rules new revisions; reports as of an earlier date keep \
          the old ones. The same bytes twice change nothing.

            tickmark catalog load threat-modeling-rules.txt
          """)

      @OptionGroup var database: DatabaseOptions
      @OptionGroup var output: FormatOptions

      @Argument(help: "Catalog files.", completion: .file())
      var paths: [String]

      @Option(help: "The catalog's name, in place of the document's own.")
      var name: String?

      func run() throws {
        try database.withStore { store in
          let importer = CatalogImporter(store: store)
          for path in paths {
            try output.print(LoadedCatalog(try importer.load(contentsOf: path, name: name)))
          }
        }
      }

      func validate() throws {
        if name != nil, paths.count > 1 {
          throw ValidationError("--name goes with one file.")
        }
      }
    }

    struct List: ParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "List the loaded catalogs.", discussion: "  tickmark catalog list")

      @OptionGroup var database: DatabaseOptions
      @OptionGroup var output: FormatOptions

      func run() throws {
        try database.printQuery("catalog_list", format: output)
      }
    }

    struct Show: ParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "Show one rule with its scopes, mappings and equivalents.",
        usage: "tickmark catalog show [<options>] <rule>",
        discussion: "  tickmark catalog show s3-bucket-is-public")

      @OptionGroup var database: DatabaseOptions
      @OptionGroup var output: FormatOptions

      @Argument(help: "The rule's key.")
      var rule: String

      @Option(help: "Only the rule of this catalog.")
      var catalog: String?

      func run() throws {
        var parameters = ["rule": rule]
        parameters["catalog"] = catalog
        let reader = try database.openReader()
        let rows = try CannedQuery.named("rule_card").rows(from: reader, parameters: parameters)
        guard let first = try rows.next() else {
          throw QueryError(
            .badParameter, "no loaded catalog has a rule '\(rule)'",
            hint: "tickmark sql \"SELECT catalog, rule FROM rule_overview\" lists them")
        }
        try output.print(PrefixedRows([first], before: rows))
      }
    }

    struct Lint: ParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "Show what is doubtful about catalogs, with rule and line.",
        discussion: """
          Reads the named files without loading them; without a file, tells what was found in the \
          loaded ones.

            tickmark catalog lint threat-modeling-rules.txt
          """)

      @OptionGroup var database: DatabaseOptions
      @OptionGroup var output: FormatOptions

      @Argument(help: "Catalog files.", completion: .file())
      var paths: [String] = []

      func run() throws {
        guard !paths.isEmpty else {
          return try database.printQuery("catalog_anomalies", format: output)
        }
        var rows: [[SQLValue]] = []
        for path in paths {
          rows += try CatalogImporter.anomalies(inFile: path).map { anomaly in
            [
              .text(path), SQLValue(anomaly.line), SQLValue(anomaly.rule), .text(anomaly.code),
              .text(anomaly.message),
            ]
          }
        }
        try output.print(
          MemoryRows(columns: ["path", "line", "rule", "code", "message"], rows: rows))
      }
    }
  }
}
