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
  func withStore(
    missing: EvidenceStore.Missing = .create, _ body: (EvidenceStore) throws -> Void
  ) throws {
    let isNew = !FileManager.default.fileExists(atPath: path)
    let store = try EvidenceStore(path: path, missing: missing)
    if try store.ingestCount() == 0 { try CatalogImporter(store: store).loadBundled() }
    let before = try store.ingestCount()
    do {
      try body(store)
      try store.close()
    } catch {
      let isUnused = try store.ingestCount() == before
      try store.close()
      if isNew, isUnused { unlink(path) }
      throw error
    }
  }
}
