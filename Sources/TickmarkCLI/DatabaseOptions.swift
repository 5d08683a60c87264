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

  /// Opens the database for writing. A new one is given the bundled catalogs.
  func openStore(missing: EvidenceStore.Missing = .create) throws -> EvidenceStore {
    let store = try EvidenceStore(path: path, missing: missing)
    if try store.isEmpty() { try CatalogImporter(store: store).loadBundled() }
    return store
  }
}
