import ArgumentParser
import EvidenceIngest
import EvidenceStore

extension Tickmark {
  struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a database and load the bundled catalogs.",
      discussion: """
        A database that is there already is brought up to date and kept. 'ingest' and \
        'catalog load' make one by themselves where it is missing.

          tickmark --db audit.db init
        """)

    @OptionGroup var database: DatabaseOptions

    func run() throws {
      try database.withStore { store in
        for report in try CatalogImporter(store: store).loadBundled() {
          Terminal.note("\(report.catalog.catalog): \(report.catalog.rules) rules")
        }
      }
      Terminal.note("\(database.path) is ready")
    }
  }
}
