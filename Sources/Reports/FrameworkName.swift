/// A framework's key, found by any of its names.
struct FrameworkName {
  let key: String

  init(_ name: String, on connection: ReadOnlyConnection) throws {
    let rows = try connection.query(
      """
      SELECT framework.key
      FROM framework
      WHERE lower(framework.key) = lower(:name)
        OR framework.framework_id IN (
          SELECT framework_alias.framework_id
          FROM framework_alias
          WHERE framework_alias.alias = lower(:name)
        )
      ORDER BY lower(framework.key) <> lower(:name), framework.key
      """, values: ["name": .text(name)])
    if case .text(let key) = try rows.next()?.first {
      self.key = key
      return
    }
    let all = try connection.query("SELECT key FROM framework ORDER BY key", values: [:])
    var known: [String] = []
    while let row = try all.next() { known.append(row[0].plainText) }
    throw QueryError(
      .badParameter, "there is no framework '\(name)'",
      hint: known.isEmpty
        ? "load a catalog first, with 'tickmark catalog load'" : "there are \(known.listed)")
  }
}
