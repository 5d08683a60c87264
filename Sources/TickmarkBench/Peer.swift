import SampleScans

/// A program that also loads scans into a database, and how it is told to.
///
/// Peers load and keep no history: what they do is less than an ingest, and it is what they are for.
struct Peer: Sendable {
  /// The name under which it is reported.
  let name: String
  /// Shows that the program is there, and costs what its start costs; prints its version.
  let start: Command
  /// Loads a scan file into a new database; `nil` for a format that it cannot read.
  let load: @Sendable (_ format: SampleFormat, _ file: String, _ database: String) -> Command?

  /// The peers that are looked for.
  static let all = [duckDB, sqliteShell, sqliteUtils]

  private static let duckDB = Peer(
    name: "DuckDB",
    start: Command("python3", "-c", "import duckdb; print(duckdb.__version__)")
  ) { format, file, database in
    let script =
      switch format {
      // The types are given, so that DuckDB need not find them out by reading.
      case .ocsf:
        """
        create table finding as
        select metadata.event_code, status_code, severity, status_detail,
          cloud.account.uid as account, cloud.region, resources[1].uid as resource_uid,
          resources[1].name, resources[1].type, "time"
        from read_json(?, format = 'array', columns = {
          metadata: 'STRUCT(event_code VARCHAR)', status_code: 'VARCHAR', severity: 'VARCHAR',
          status_detail: 'VARCHAR', cloud: 'STRUCT(account STRUCT(uid VARCHAR), region VARCHAR)',
          resources: 'STRUCT(uid VARCHAR, name VARCHAR, type VARCHAR)[]', "time": 'BIGINT'})
        """
      case .csv:
        """
        create table finding as
        select * from read_csv(?, delim = ';', quote = '"', escape = '"', header = true,
          all_varchar = true)
        """
      }
    return Command(
      "python3", "-c",
      "import duckdb, sys; duckdb.connect(sys.argv[2]).execute(sys.argv[3], [sys.argv[1]])",
      file, database, script)
  }

  private static let sqliteShell = Peer(
    name: "sqlite3", start: Command("sqlite3", "-version")
  ) { format, file, database in
    guard format == .csv else { return nil }
    return Command(
      "sqlite3", "-bail", database, ".mode csv", ".separator ;", ".import \"\(file)\" finding")
  }

  private static let sqliteUtils = Peer(
    name: "sqlite-utils", start: Command("sqlite-utils", "--version")
  ) { format, file, database in
    guard format == .csv else { return nil }
    return Command("sqlite-utils", "insert", database, "finding", file, "--csv", "--delimiter", ";")
  }
}
