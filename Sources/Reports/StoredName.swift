import EvidenceModel

/// A name that the database has, found in any case.
///
/// A report on a name that is not there would be empty, and could be handed over as "nothing found".
struct StoredName {
  let key: String

  /// What the name is of, and where such names are.
  enum Kind: String {
    case account, catalog, edition, requirement, severity, status, tool

    fileprivate var sql: String {
      switch self {
      case .account: "SELECT DISTINCT key FROM account"
      case .catalog: "SELECT key FROM catalog"
      case .edition: "SELECT key FROM edition"
      case .requirement: "SELECT DISTINCT key FROM requirement"
      case .severity: "SELECT key FROM severity"
      case .status: "SELECT key FROM status"
      case .tool: "SELECT key FROM tool"
      }
    }
  }

  init(_ name: String, of kind: Kind, on connection: ReadOnlyConnection) throws {
    let rows = try connection.query(kind.sql, values: [:])
    var known: [String] = []
    while let row = try rows.next() { known.append(row[0].plainText) }
    if known.contains(name) {
      key = name
      return
    }
    if let folded = known.first(where: { $0.lowercased() == name.lowercased() }) {
      key = folded
      return
    }
    let hint =
      NearNames(of: name, among: known).question
      ?? (known.count <= 20 && !known.isEmpty ? "there are \(known.sorted().listed)" : nil)
    throw QueryError(.badParameter, "there is no \(kind.rawValue) '\(name)'", hint: hint)
  }
}
