import EvidenceModel
import GRDB

/// Writes what a document says of requirements: makes that the statements in force, and keeps those
/// that no longer are as what was known and held before.
///
/// What a document's first loading says also holds for the time before it, as a rule's first
/// revision does.
final class RequirementLedger {
  private let db: Database
  private let names: NameTable
  private let requirements: RequirementSetTable
  private let catalogID: Int64
  private let artifactID: Int64
  private let ingestID: Int64
  private let recordedAt: Timestamp
  private let isFirst: Bool

  /// True where the document says something else than what was in force.
  private(set) var hasChanged = false

  /// A row of a statement's table, without its numbers and times.
  private typealias Statement = [DatabaseValue]

  init(
    _ db: Database, names: NameTable, catalogID: Int64, artifactID: Int64, ingestID: Int64,
    recordedAt: Timestamp
  ) throws {
    self.db = db
    self.names = names
    self.catalogID = catalogID
    self.artifactID = artifactID
    self.ingestID = ingestID
    self.recordedAt = recordedAt
    requirements = try RequirementSetTable(db, names: names)
    isFirst =
      try Bool.fetchOne(
        db,
        sql: """
          SELECT NOT EXISTS (SELECT 1 FROM requirement_statement WHERE catalog_id = ?)
            AND NOT EXISTS (SELECT 1 FROM requirement_mapping WHERE catalog_id = ?)
            AND NOT EXISTS (SELECT 1 FROM requirement_relation WHERE catalog_id = ?)
          """, arguments: [catalogID, catalogID, catalogID]) ?? true
  }

  /// Makes the document's editions, evidence and relations those in force.
  func state(_ catalog: RuleCatalog) throws {
    var statements: [Statement] = []
    for edition in catalog.editions {
      try names.define(edition: edition.key, title: edition.title)
      for requirement in edition.requirements {
        let id = try self.id(edition.key, requirement.key)
        let parent = try requirement.parent.map { try self.id(edition.key, $0) }
        statements.append(
          Self.statement(id, parent, requirement.title, requirement.isAssessable))
      }
    }
    try replace(
      "requirement_statement",
      ["requirement_id", "parent_requirement_id", "title", "is_assessable"],
      by: statements)
    try replace(
      "requirement_mapping", ["requirement_id", "requirement_reference_id", "rule_id", "reason"],
      by: catalog.evidence.map { evidence in
        let reference = try requirements.reference(evidence.requirement)
        let ruleID = try evidence.rule.map {
          try names.rule($0.rule, catalogID: names.catalog($0.catalog))
        }
        return Self.statement(reference.requirementID, reference.id, ruleID, evidence.reason)
      })
    try replace(
      "requirement_relation",
      ["requirement_id", "related_requirement_id", "kind", "strength", "reason"],
      by: catalog.relations.map { relation in
        Self.statement(
          try requirements.reference(relation.requirement).requirementID,
          try requirements.reference(relation.related).requirementID, relation.kind.rawValue,
          relation.strength, relation.reason)
      })
    if hasChanged { try refreshNames() }
  }

  private static func statement(_ values: (any DatabaseValueConvertible)?...) -> Statement {
    values.map { $0?.databaseValue ?? .null }
  }

  private func id(_ edition: String, _ key: String) throws -> Int64 {
    try requirements.reference(RequirementReference(edition: edition, requirement: key))
      .requirementID
  }

  /// Makes these the rows in force that the document states in a table.
  private func replace(
    _ table: String, _ columns: [String], by statements: [Statement]
  ) throws {
    var wanted = Set(statements)
    let list = columns.joined(separator: ", ")
    let known = try Row.fetchAll(
      db,
      sql: """
        SELECT \(table)_id, \(list)
        FROM \(table)
        WHERE catalog_id = ?
          AND superseded_in IS NULL
        """, arguments: [catalogID])
    for row in known {
      let statement = (1...columns.count).map { row[$0] as DatabaseValue }
      if wanted.remove(statement) == nil {
        hasChanged = true
        try db.execute(
          sql: "UPDATE \(table) SET superseded_in = ?, ended_at = ? WHERE \(table)_id = ?",
          arguments: [ingestID, recordedAt.microseconds, row[0] as Int64])
      }
    }
    let marks = Array(repeating: "?", count: columns.count + 4).joined(separator: ", ")
    let insert = try db.cachedStatement(
      sql: """
        INSERT INTO \(table) (\(list), catalog_id, artifact_id, since_at, recorded_in)
        VALUES (\(marks))
        """)
    let since = isFirst ? Int64.min : recordedAt.microseconds
    for statement in statements where wanted.remove(statement) != nil {
      hasChanged = true
      try insert.execute(
        arguments: StatementArguments(statement)
          + StatementArguments([catalogID, artifactID, since, ingestID]))
    }
  }

  /// Titles and parents are those of the newest statement in force.
  private func refreshNames() throws {
    try db.execute(
      sql: """
        UPDATE requirement
        SET (title, parent_requirement_id) = (
          SELECT nullif(title, ''), parent_requirement_id
          FROM requirement_statement AS statement
          WHERE statement.requirement_id = requirement.requirement_id
            AND statement.superseded_in IS NULL
          ORDER BY title = '', recorded_in DESC, requirement_statement_id DESC
          LIMIT 1
        )
        WHERE requirement_id IN (SELECT requirement_id FROM requirement_statement)
        """)
  }
}
