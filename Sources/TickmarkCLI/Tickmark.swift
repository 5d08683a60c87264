import ArgumentParser
import Dispatch
import EvidenceIngest
import Foundation
import Reports

/// The program `tickmark`.
@main
struct Tickmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tickmark",
    abstract: "Keep compliance evidence in one SQLite file, and answer auditors from it.",
    discussion: """
      Results go to standard output, everything else to standard error. The database is the file \
      named by --db, else by the environment variable TICKMARK_DB, else tickmark.db in this folder.

        tickmark ingest prowler-output.ocsf.json
        tickmark query framework_status --as-of 2026-06-30
      """,
    version: ProgramVersion.current,
    subcommands: [
      Init.self, Ingest.self, Detect.self, Formats.self, Scans.self, CatalogCommand.self,
      Queries.self, Query.self, Requirement.self, Trend.self,
      Sample.self, SQL.self, Waive.self, Waivers.self, Attest.self, Attestations.self,
      Settings.self, Export.self, Report.self, Requests.self, Datasette.self, Key.self, Verify.self,
      Demo.self,
    ]
  )

  static func main() {
    // A file that grows past the limit of its process is then an error that can be told.
    signal(SIGXFSZ, SIG_IGN)
    let stops = [SIGINT, SIGTERM, SIGHUP].map(stop(on:))
    defer { withExtendedLifetime(stops) {} }
    do {
      try RepeatedOptions(in: CommandLine.arguments.dropFirst()).refuse()
    } catch {
      exit(withError: error)
    }
    main(nil)
  }

  /// Ends the program on a signal, and leaves nothing half done behind. The database needs no help:
  /// what was not committed was never there.
  private static func stop(on number: Int32) -> any DispatchSourceSignal {
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
    source.setEventHandler {
      TemporaryItems.clear()
      _exit(128 + number)
    }
    source.resume()
    return source
  }

  // Here too, so that '--db' may stand before the command's name as well as after it.
  @OptionGroup var database: DatabaseOptions
}
