import EvidenceModel
import GRDB

/// Gives requirements, and sets of them, their numbers, adding those that are new.
final class RequirementSetTable {
  private let names: NameTable
  private let mappingSets: NumberSetTable
  private let referenceSets: NumberSetTable
  private let selectReference: PreparedStatement
  private let insertReference: PreparedStatement
  private var references: [RequirementReference: Reference] = [:]

  /// A requirement's number, and that of how it is written.
  struct Reference {
    var id: Int64
    var requirementID: Int64
  }

  init(_ db: Database, names: NameTable) throws {
    self.names = names
    mappingSets = try NumberSetTable(db, table: "mapping_set", member: "requirement_id")
    referenceSets = try NumberSetTable(
      db, table: "reference_set", member: "requirement_reference_id")
    selectReference = try PreparedStatement(
      db,
      """
      SELECT requirement_reference_id
      FROM requirement_reference
      WHERE edition = ?
        AND key = ?
        AND requirement_id = ?
      """)
    insertReference = try PreparedStatement(
      db,
      """
      INSERT INTO requirement_reference (edition, key, requirement_id, naming_rule)
      VALUES (?, ?, ?, ?)
      """)
  }

  /// The number of the set of requirements that these name; `nil` for none.
  func mappingSet(_ references: [RequirementReference]) throws -> Int64? {
    guard !references.isEmpty else { return nil }
    return try mappingSets.id(of: Set(references.map { try reference($0).requirementID }))
  }

  /// The number of the set of these, as they are written; `nil` for none.
  func referenceSet(_ references: some Collection<RequirementReference>) throws -> Int64? {
    guard !references.isEmpty else { return nil }
    return try referenceSets.id(of: Set(references.map { try reference($0).id }))
  }

  /// The numbers of a requirement, and of how it is written.
  func reference(_ reference: RequirementReference) throws -> Reference {
    if let known = references[reference] { return known }
    let requirementID = try names.requirement(reference)
    let edition = reference.written?.edition ?? reference.edition
    let key = reference.written?.requirement ?? reference.requirement
    let id =
      try selectReference.first(edition, key, requirementID) { $0.int(0) }
      ?? insertReference.run(edition, key, requirementID, reference.written?.rule.rawValue)
    let new = Reference(id: id, requirementID: requirementID)
    references[reference] = new
    return new
  }
}

/// Sets of numbers that are stored once, under the digest of their members.
private final class NumberSetTable {
  private let insertSet: PreparedStatement
  private let insertMember: PreparedStatement

  init(_ db: Database, table: String, member: String) throws {
    insertSet = try PreparedStatement(db, "INSERT OR IGNORE INTO \(table) (\(table)_id) VALUES (?)")
    insertMember = try PreparedStatement(
      db, "INSERT INTO \(table)_member (\(table)_id, \(member)) VALUES (?, ?)")
  }

  func id(of numbers: Set<Int64>) throws -> Int64 {
    let members = numbers.sorted()
    let id = CanonicalBytes(members: members).contentID
    try insertSet.run(id)
    if insertSet.changes > 0 {
      for member in members { try insertMember.run(id, member) }
    }
    return id
  }
}
