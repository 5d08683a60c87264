import ArgumentParser
import EvidenceIngest
import EvidenceStore
import Foundation

/// Which database a command works on.
struct DatabaseOptions: ParsableArguments {
  @Option(
    name: .customLong("db"),
    help: ArgumentHelp(
      "The database file.", discussion: "$TICKMARK_DB, else tickmark.db, where it is not given.",
      valueName: "file"))
  var file: String?

  /// The database file's path.
  var path: String {
    file ?? ProcessInfo.processInfo.environment["TICKMARK_DB"] ?? "tickmark.db"
  }

  /// Opens the database for writing, runs `body` and closes it.
  ///
  /// A new database is given the bundled catalogs. Where `body` fails before it has added anything
  /// to a database that was made here, the file goes again: a command that failed leaves nothing.
  /// A dry run makes no file: where there is none, it has a database in memory.
  func withStore(
    for access: EvidenceStore.Access = .writing, isDryRun: Bool = false,
    _ body: (EvidenceStore) throws -> Void
  ) throws {
    let isNew = !FileManager.default.fileExists(atPath: path)
    let isInMemory = isNew && isDryRun && access == .writing
    let store = try EvidenceStore(path: isInMemory ? ":memory:" : path, for: access)
    if try store.ingestCount() == 0 { try CatalogImporter(store: store).loadBundled() }
    let before = try store.ingestCount()
    let outcome = Result { try body(store) }
    var leavesNothing = false
    if case .failure = outcome { leavesNothing = try isNew && store.ingestCount() == before }
    let end = Result {
      if leavesNothing, !isInMemory {
        try store.removeIfAlone()
      } else {
        try store.close()
      }
    }
    // What the command failed of comes first.
    try outcome.get()
    try end.get()
  }
}
