import EvidenceModel

/// A name that the database has, found in any case.
///
/// A report on a name that is not there would be empty, and could be handed over as "nothing found".
struct StoredName {
  let key: String

  /// What the name is of, and where such names are.
  enum Kind: String {
    case account, catalog, edition, requirement, resource, rule, severity, status, tool

    fileprivate var sql: String {
      switch self {
      case .account: "SELECT DISTINCT key FROM account"
      case .catalog: "SELECT key FROM catalog"
      case .edition: "SELECT key FROM edition"
      case .requirement: "SELECT DISTINCT key FROM requirement"
      case .resource: Self.nearResources
      case .rule: "SELECT DISTINCT key FROM rule"
      case .severity: "SELECT key FROM severity"
      case .status: "SELECT key FROM status"
      case .tool: "SELECT key FROM tool"
      }
    }

    /// There may be too many resources to compare each with the name.
    private static let nearResources = """
      SELECT DISTINCT uid
      FROM resource
      WHERE abs(length(uid) - length(:name)) <= 2
        OR instr(lower(uid), lower(:name)) > 0
      ORDER BY
        uid <> :name,
        lower(uid) <> lower(:name),
        instr(lower(uid), lower(:name)) = 0,
        uid
      LIMIT 1000
      """

    /// True where all names of the kind are looked at, and not only near ones.
    fileprivate var isWhole: Bool { self != .resource }
  }

  init(_ name: String, of kind: Kind, on connection: ReadOnlyConnection) throws {
    let rows = try connection.query(
      kind.sql, values: kind.isWhole ? [:] : ["name": .text(name)])
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
      ?? (kind.isWhole && known.count <= 20 && !known.isEmpty
        ? "there are \(known.sorted().listed)" : nil)
    throw QueryError(.badParameter, "there is no \(kind.rawValue) '\(name)'", hint: hint)
  }
}
