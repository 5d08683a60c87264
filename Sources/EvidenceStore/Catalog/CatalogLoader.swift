import EvidenceModel
import GRDB

/// Writes one catalog inside a transaction.
struct CatalogLoader {
  private let db: Database
  private let names: NameTable
  private let book: RuleBook
  private let ingestID: Int64
  private let artifactID: Int64

  /// True where the catalog said something else than what was in force.
  private(set) var hasChanged = false

  init(_ db: Database, ingestID: Int64, artifactID: Int64) throws {
    self.db = db
    self.ingestID = ingestID
    self.artifactID = artifactID
    names = try NameTable(db)
    book = try RuleBook(db, names: names, ingestID: ingestID, artifactID: artifactID)
  }

  mutating func load(_ catalog: RuleCatalog, since: Timestamp) throws {
    for framework in catalog.frameworks { try names.define(framework) }
    for (number, name) in catalog.cwes.sorted(by: { $0.key < $1.key }) {
      try db.execute(
        sql: """
          INSERT INTO cwe (cwe_id, name) VALUES (?, ?)
          ON CONFLICT (cwe_id) DO UPDATE SET name = excluded.name
          """, arguments: [number, name])
    }
    let toolCatalogID = try catalog.tool.map {
      try names.catalog(ofTool: try names.tool($0), key: $0)
    }
    // A document of a key of its own may describe a tool's checks; what it says of requirements is
    // its own, or the next one would take its place.
    let catalogID =
      try catalog.key == catalog.tool
      ? toolCatalogID ?? names.catalog(catalog.key) : names.catalog(catalog.key)
    let rulesID = toolCatalogID ?? catalogID
    try db.execute(
      sql: "UPDATE catalog SET title = ? WHERE catalog_id = ?",
      arguments: [catalog.title, catalogID])
    for rule in catalog.rules {
      let ruleID = try names.rule(rule.key, catalogID: rulesID)
      if let moment = try self.moment(of: ruleID, in: catalog, loadedAt: since),
        try book.revise(ruleID, as: rule, since: moment)
      {
        hasChanged = true
      }
      try state(rule.equivalents, of: ruleID)
    }
    let ledger = try RequirementLedger(
      db, names: names, catalogID: catalogID, artifactID: artifactID, ingestID: ingestID,
      recordedAt: since)
    try ledger.state(catalog)
    if ledger.hasChanged { hasChanged = true }
    try db.execute(
      sql: "DELETE FROM catalog_anomaly WHERE catalog_id = ?", arguments: [catalogID])
    for anomaly in catalog.anomalies {
      let ruleID = try anomaly.rule.map { try names.rule($0, catalogID: rulesID) }
      try db.execute(
        sql: """
          INSERT INTO catalog_anomaly (catalog_id, artifact_id, rule_id, line, code, message)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [catalogID, artifactID, ruleID, anomaly.line, anomaly.code, anomaly.message])
    }
  }

  /// Since when a document's description of a rule holds; `nil` where scans describe the rule.
  ///
  /// What a scanner says of its check beside its findings, with what it maps it to, stands before its
  /// documentation.
  private func moment(
    of ruleID: Int64, in catalog: RuleCatalog, loadedAt: Timestamp
  ) throws -> Timestamp? {
    guard catalog.tool != nil else { return loadedAt }
    let told = try Row.fetchOne(
      db,
      sql: """
        SELECT max(EXISTS (SELECT 1 FROM scan WHERE scan.artifact_id = revision.artifact_id))
        FROM rule_revision AS revision
        WHERE rule_id = ?
        HAVING count(*) > 0
        """, arguments: [ruleID])
    guard let told else { return Timestamp(microseconds: 0) }
    let isToldByScan: Bool = told[0]
    return isToldByScan ? nil : loadedAt
  }

  /// Makes the statements about a rule's equivalents the ones in force, and keeps those that no
  /// longer are as what was known before.
  private mutating func state(_ statements: [EquivalenceStatement], of ruleID: Int64) throws {
    var same: Set<Int64> = []
    var without: [Int64: String] = [:]
    for statement in statements {
      switch statement {
      case .same(let catalog, let rule):
        same.insert(try names.rule(rule, catalogID: try names.catalog(catalog)))
      case .none(let catalog, let reason):
        without[try names.catalog(catalog)] = reason
      }
    }
    let known = try Row.fetchAll(
      db,
      sql: """
        SELECT rule_equivalence_id, equivalent_rule_id
        FROM rule_equivalence
        WHERE rule_id = ?
          AND superseded_in IS NULL
        """, arguments: [ruleID])
    for row in known {
      let equivalentID: Int64 = row[1]
      guard same.remove(equivalentID) == nil else { continue }
      try supersede("rule_equivalence", row[0])
    }
    for equivalentID in same.sorted() {
      hasChanged = true
      try db.execute(
        sql: """
          INSERT INTO rule_equivalence (rule_id, equivalent_rule_id, artifact_id, recorded_in)
          VALUES (?, ?, ?, ?)
          """, arguments: [ruleID, equivalentID, artifactID, ingestID])
    }
    let knownWithout = try Row.fetchAll(
      db,
      sql: """
        SELECT rule_without_equivalent_id, catalog_id, reason
        FROM rule_without_equivalent
        WHERE rule_id = ?
          AND superseded_in IS NULL
        """, arguments: [ruleID])
    for row in knownWithout {
      let catalogID: Int64 = row[1]
      let reason: String = row[2]
      if without[catalogID] == reason {
        without[catalogID] = nil
      } else {
        try supersede("rule_without_equivalent", row[0])
      }
    }
    for (catalogID, reason) in without.sorted(by: { $0.key < $1.key }) {
      hasChanged = true
      try db.execute(
        sql: """
          INSERT INTO rule_without_equivalent (rule_id, catalog_id, reason, recorded_in)
          VALUES (?, ?, ?, ?)
          """, arguments: [ruleID, catalogID, reason, ingestID])
    }
  }

  private mutating func supersede(_ table: String, _ id: Int64) throws {
    hasChanged = true
    try db.execute(
      sql: "UPDATE \(table) SET superseded_in = ? WHERE \(table)_id = ?",
      arguments: [ingestID, id])
  }
}
