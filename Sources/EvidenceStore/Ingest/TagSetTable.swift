import EvidenceModel
import GRDB

/// Gives each set of tags its number, adding those that are new.
final class TagSetTable {
  private let insertSet: PreparedStatement
  private let insertMember: PreparedStatement
  private let selectMembers: PreparedStatement
  /// A scanner tells the same of one resource after the other, and of one more often than once.
  private var added: [TagSet: Int64] = [:]
  private var read: [Int64: TagSet] = [:]

  init(_ db: Database) throws {
    insertSet = try PreparedStatement(db, "INSERT OR IGNORE INTO tag_set (tag_set_id) VALUES (?)")
    insertMember = try PreparedStatement(
      db, "INSERT INTO tag_set_member (tag_set_id, key, value) VALUES (?, ?, ?)")
    selectMembers = try PreparedStatement(
      db, "SELECT key, value FROM tag_set_member WHERE tag_set_id = ? ORDER BY key, value")
  }

  /// The number of a set, which is added where it is new; `nil` for the set without tags.
  func id(of tags: TagSet) throws -> Int64? {
    if tags.isEmpty { return nil }
    if let known = added[tags] { return known }
    let id = CanonicalBytes(tags: tags).contentID
    try insertSet.run(id)
    if insertSet.changes > 0 {
      for tag in tags { try insertMember.run(id, tag.key, tag.value) }
    } else if try self.tags(ofSet: id) != tags {
      throw StoreError.collision(of: "tag set \(id)")
    }
    added[tags] = id
    return id
  }

  /// The tags of a set; none where there is no number.
  func tags(ofSet id: Int64?) throws -> TagSet {
    guard let id else { return TagSet() }
    if let known = read[id] { return known }
    var tags: [ResourceTag] = []
    try selectMembers.forEachRow(id) { row in
      tags.append(ResourceTag(key: row.text(0), value: row.text(1)))
    }
    let set = TagSet(tags)
    read[id] = set
    return set
  }
}
