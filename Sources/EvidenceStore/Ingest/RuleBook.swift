import EvidenceModel
import GRDB

/// Writes what rules say, as revisions: a new one only where something changed.
///
/// Revisions keep the same rule as events do: one that arrives late is squared with the next scan
/// that spoke of the rule.
final class RuleBook {
  private let db: Database
  private let names: NameTable
  private let ingestID: Int64
  private let artifactID: Int64
  private let requirements: RequirementSetTable

  init(_ db: Database, names: NameTable, ingestID: Int64, artifactID: Int64) throws {
    self.db = db
    self.names = names
    self.ingestID = ingestID
    self.artifactID = artifactID
    requirements = try RequirementSetTable(db, names: names)
  }

  /// Notes what a rule says from a moment on.
  ///
  /// - Returns: `true` where that is a new revision.
  @discardableResult
  func revise(_ ruleID: Int64, as definition: RuleDefinition, since: Timestamp) throws -> Bool {
    let contentID = Self.contentID(of: definition)
    let prior = try revision(ruleID, notAfter: since)
    if let prior, prior.contentID == contentID { return false }
    let revisionID = try insert(definition, contentID: contentID, ruleID: ruleID, since: since)
    // Another scan of the same instant may have said what goes without saying, and have the last
    // word on it.
    if let prior, prior.since < since, contentID < prior.contentID,
      let statement = try statement(of: ruleID, at: since)
    {
      try repeatRevision(prior.id, as: statement)
    }
    guard try revision(ruleID, notAfter: since)?.id == revisionID,
      let next = try nextStatement(of: ruleID, after: since)
    else { return true }
    let told = try revisions(ruleID, at: next.moment)
    if told.isEmpty {
      if let prior { try repeatRevision(prior.id, as: next) }
    } else if told.count == 1, told[0].contentID == contentID {
      try db.execute(
        sql: "UPDATE rule_revision SET superseded_in = ? WHERE rule_revision_id = ?",
        arguments: [ingestID, told[0].id])
    }
    return true
  }

  private struct Revision {
    var id: Int64
    var contentID: Int64
    var since: Timestamp
  }

  /// That a scan spoke of a rule.
  private struct Statement {
    var moment: Timestamp
    var artifactID: Int64
  }

  private func revision(_ ruleID: Int64, notAfter moment: Timestamp) throws -> Revision? {
    try fetchRevisions(
      """
      SELECT rule_revision_id, content_id, since_at
      FROM rule_revision
      WHERE rule_id = ?
        AND since_at <= ?
        AND superseded_in IS NULL
      ORDER BY since_at DESC, content_id DESC
      LIMIT 1
      """, ruleID, moment
    ).first
  }

  private func revisions(_ ruleID: Int64, at moment: Timestamp) throws -> [Revision] {
    try fetchRevisions(
      """
      SELECT rule_revision_id, content_id, since_at
      FROM rule_revision
      WHERE rule_id = ?
        AND since_at = ?
        AND superseded_in IS NULL
      """, ruleID, moment)
  }

  private func fetchRevisions(
    _ sql: String, _ ruleID: Int64, _ moment: Timestamp
  ) throws -> [Revision] {
    try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [ruleID, moment.microseconds])
      .map { Revision(id: $0[0], contentID: $0[1], since: Timestamp(microseconds: $0[2])) }
  }

  /// The first scan in the database that spoke of a rule at just that moment.
  private func statement(of ruleID: Int64, at moment: Timestamp) throws -> Statement? {
    try fetchStatement(
      """
      SELECT scan.scanned_at, scan.artifact_id
      FROM scan_rule_summary AS summary
      JOIN scan ON scan.scan_id = summary.scan_id
      WHERE summary.rule_id = ?
        AND scan.scanned_at = ?
      ORDER BY scan.tie_break
      LIMIT 1
      """, ruleID, moment)
  }

  /// The next scan that spoke of a rule. Scans are gone through in the order of their times: an
  /// index of what each spoke of would take as much room as the summaries, to be used for late
  /// scans alone.
  private func nextStatement(of ruleID: Int64, after moment: Timestamp) throws -> Statement? {
    try fetchStatement(
      """
      SELECT scan.scanned_at, scan.artifact_id
      FROM rule
      CROSS JOIN catalog ON catalog.catalog_id = rule.catalog_id
      CROSS JOIN scan ON scan.tool_id = catalog.tool_id
      WHERE rule.rule_id = ?
        AND scan.scanned_at > ?
        AND EXISTS (
          SELECT 1
          FROM scan_rule_summary AS summary
          WHERE summary.scan_id = scan.scan_id
            AND summary.rule_id = rule.rule_id
        )
      ORDER BY scan.scanned_at, scan.tie_break
      LIMIT 1
      """, ruleID, moment)
  }

  private func fetchStatement(
    _ sql: String, _ ruleID: Int64, _ moment: Timestamp
  ) throws -> Statement? {
    try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [ruleID, moment.microseconds])
      .map { Statement(moment: Timestamp(microseconds: $0[0]), artifactID: $0[1]) }
  }

  private func insert(
    _ definition: RuleDefinition, contentID: Int64, ruleID: Int64, since: Timestamp
  ) throws -> Int64 {
    if let cwe = definition.cwe {
      try db.execute(sql: "INSERT OR IGNORE INTO cwe (cwe_id) VALUES (?)", arguments: [cwe])
    }
    let revisionID = try PreparedStatement(
      db,
      """
      INSERT INTO rule_revision (
        rule_id, since_at, recorded_in, artifact_id, content_id, title, service, severity_id,
        cvss, cwe_id, description, risk, recommendation, reference_url, mapping_set_id,
        reference_set_id
      )
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """
    ).run(
      ruleID, since.microseconds, ingestID, artifactID, contentID, definition.title,
      definition.service, definition.severity.rawValue, definition.cvss, definition.cwe,
      definition.description, definition.risk, definition.recommendation,
      definition.referenceURL, requirements.mappingSet(definition.mappings),
      requirements.referenceSet(definition.mappings))
    for threat in definition.threats {
      try db.execute(
        sql: "INSERT OR IGNORE INTO rule_stride (rule_revision_id, stride_id) VALUES (?, ?)",
        arguments: [revisionID, threat.rawValue])
    }
    for scope in definition.scopes {
      try db.execute(
        sql: "INSERT OR IGNORE INTO rule_scope (rule_revision_id, framework_id) VALUES (?, ?)",
        arguments: [revisionID, try names.framework(scope.framework)])
    }
    for (field, text) in definition.asWritten.sorted(by: { $0.key < $1.key }) {
      try db.execute(
        sql: "INSERT INTO rule_as_written (rule_revision_id, field, text) VALUES (?, ?, ?)",
        arguments: [revisionID, field, text])
    }
    return revisionID
  }

  /// Writes a revision once more, as a scan states it that had nothing new to say when it came.
  private func repeatRevision(_ revisionID: Int64, as statement: Statement) throws {
    try db.execute(
      sql: """
        INSERT INTO rule_revision (
          rule_id, since_at, recorded_in, artifact_id, content_id, title, service, severity_id,
          cvss, cwe_id, description, risk, recommendation, reference_url, mapping_set_id,
          reference_set_id
        )
        SELECT
          rule_id, ?, ?, ?, content_id, title, service, severity_id, cvss, cwe_id,
          description, risk, recommendation, reference_url, mapping_set_id, reference_set_id
        FROM rule_revision
        WHERE rule_revision_id = ?
        """,
      arguments: [statement.moment.microseconds, ingestID, statement.artifactID, revisionID])
    let copyID = db.lastInsertedRowID
    for (table, column) in [
      ("rule_stride", "stride_id"), ("rule_scope", "framework_id"),
      ("rule_as_written", "field, text"),
    ] {
      try db.execute(
        sql: """
          INSERT INTO \(table) (rule_revision_id, \(column))
          SELECT ?, \(column) FROM \(table) WHERE rule_revision_id = ?
          """, arguments: [copyID, revisionID])
    }
  }

  /// A number that two definitions share only where they say the same.
  static func contentID(of definition: RuleDefinition) -> Int64 {
    var bytes = CanonicalBytes()
    bytes.append(definition.title)
    bytes.append(definition.service)
    bytes.append(definition.severity.rawValue)
    bytes.append(definition.cvss.map { "\($0)" })
    bytes.append(definition.cwe ?? 0)
    for text in [definition.description, definition.risk, definition.recommendation] {
      bytes.append(text)
    }
    bytes.append(definition.referenceURL)
    bytes.append(definition.threats.count)
    for threat in definition.threats.map(\.rawValue).sorted() { bytes.append(threat) }
    bytes.append(definition.scopes.count)
    for scope in definition.scopes.map(\.framework).sorted() { bytes.append(scope) }
    bytes.append(definition.mappings.count)
    for mapping in definition.mappings.sorted() {
      bytes.append(mapping.edition)
      bytes.append(mapping.requirement)
      // As it was written decides nothing where that is what the requirement is called.
      if let written = mapping.written {
        bytes.append(written.edition)
        bytes.append(written.requirement)
      }
    }
    for (field, text) in definition.asWritten.sorted(by: { $0.key < $1.key }) {
      bytes.append(field)
      bytes.append(text)
    }
    return bytes.contentID
  }
}
