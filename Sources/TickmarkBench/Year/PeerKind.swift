import ArgumentParser

/// A program that can keep the observations of a year.
enum PeerKind: String, CaseIterable, ExpressibleByArgument {
  case duckdb
  case sqlite

  /// The name under which it is reported.
  var title: String {
    switch self {
    case .duckdb: "DuckDB"
    case .sqlite: "SQLite"
    }
  }
}

/// Peers as a user names them: `duckdb,sqlite`, or `none`.
struct PeerList: ExpressibleByArgument {
  var kinds: [PeerKind]

  init(_ kinds: [PeerKind]) { self.kinds = kinds }

  init?(argument: String) {
    kinds = []
    guard argument != "none" else { return }
    for word in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let kind = PeerKind(rawValue: String(word)) else { return nil }
      if !kinds.contains(kind) { kinds.append(kind) }
    }
  }

  var defaultValueDescription: String { kinds.map(\.rawValue).joined(separator: ",") }
}
