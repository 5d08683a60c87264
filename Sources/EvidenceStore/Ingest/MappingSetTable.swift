import GRDB

/// Gives each set of requirements its number, adding those that are new.
final class MappingSetTable {
  private let insertSet: PreparedStatement
  private let insertMember: PreparedStatement

  init(_ db: Database) throws {
    insertSet = try PreparedStatement(
      db, "INSERT OR IGNORE INTO mapping_set (mapping_set_id) VALUES (?)")
    insertMember = try PreparedStatement(
      db, "INSERT INTO mapping_set_member (mapping_set_id, requirement_id) VALUES (?, ?)")
  }

  /// The number of a set of requirements.
  func id(of requirementIDs: Set<Int64>) throws -> Int64 {
    let members = requirementIDs.sorted()
    let id = CanonicalBytes(members: members).contentID
    try insertSet.run(id)
    if insertSet.changes > 0 {
      for member in members { try insertMember.run(id, member) }
    }
    return id
  }
}
