/// A file in which a peer keeps the observations.
struct PeerStore {
  let name: String
  let bytes: Int
  /// How many days are in it.
  let days: Int

  /// All files of a peer.
  static func all(of peer: YearPeer, days: Int, in workspace: Workspace) throws -> [PeerStore] {
    let files: [(name: String, path: String)] =
      switch peer.kind {
      case .duckdb:
        [
          ("DuckDB table", peer.database), ("DuckDB table, copied in one go", peer.copy),
          ("Parquet with zstd", peer.parquet),
        ]
      case .sqlite: [("SQLite table", peer.database)]
      }
    return try files.map {
      PeerStore(name: $0.name, bytes: try workspace.databaseSize($0.path), days: days)
    }
  }
}
