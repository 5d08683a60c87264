import EvidenceModel
import GRDB

/// Gives each name its number, adding those that are new.
///
/// Everything here is in the ingest's transaction: a failed ingest leaves no name behind.
final class NameTable {
  private let db: Database
  private var accounts: [AccountKey: Int64] = [:]
  private var regions: [ExactText: Int64] = [:]
  private var frameworks: [ExactText: Int64] = [:]
  private var editions: [ExactText: Int64] = [:]
  private var statements: [String: PreparedStatement] = [:]
  private var buffer = CanonicalBytes()
  /// Details that were added of late: a rule says the same of many resources.
  private var addedDetails: [DetailText?] = Array(repeating: nil, count: 1024)

  private let insertDetail: PreparedStatement
  private let selectDetail: PreparedStatement
  private let insertLabel: PreparedStatement
  private let selectLabel: PreparedStatement
  private let tagSets: TagSetTable

  private struct AccountKey: Hashable {
    var provider: ExactText
    var account: ExactText
  }

  init(_ db: Database) throws {
    self.db = db
    insertDetail = try PreparedStatement(
      db, "INSERT OR IGNORE INTO detail (detail_id, text, name_mark) VALUES (?, ?, ?)")
    selectDetail = try PreparedStatement(
      db, "SELECT text, name_mark FROM detail WHERE detail_id = ?")
    insertLabel = try PreparedStatement(
      db,
      """
      INSERT OR IGNORE INTO resource_label (resource_label_id, name, type, tag_set_id)
      VALUES (?, ?, ?, ?)
      """)
    selectLabel = try PreparedStatement(
      db, "SELECT name, type, tag_set_id FROM resource_label WHERE resource_label_id = ?")
    tagSets = try TagSetTable(db)
  }

  // MARK: Tools, catalogs and rules

  func tool(_ key: String) throws -> Int64 {
    try number("SELECT tool_id FROM tool WHERE key = ?", "INSERT INTO tool (key) VALUES (?)", key)
  }

  func catalog(_ key: String) throws -> Int64 {
    try number(
      "SELECT catalog_id FROM catalog WHERE key = ?", "INSERT INTO catalog (key) VALUES (?)", key)
  }

  /// The catalog of a tool's own checks. An equivalence may have named it before the tool's
  /// first scan.
  func catalog(ofTool toolID: Int64, key: String) throws -> Int64 {
    let catalogID = try catalog(key)
    try db.execute(
      sql: "UPDATE catalog SET tool_id = ? WHERE catalog_id = ? AND tool_id IS NULL",
      arguments: [toolID, catalogID])
    return catalogID
  }

  func rule(_ key: String, catalogID: Int64) throws -> Int64 {
    try number(
      "SELECT rule_id FROM rule WHERE catalog_id = ? AND key = ?",
      "INSERT INTO rule (catalog_id, key) VALUES (?, ?)", catalogID, key)
  }

  // MARK: Frameworks and requirements

  /// The framework with this key or alias, in any case; a new one where there is none.
  func framework(_ name: String) throws -> Int64 {
    let folded = name.lowercased()
    if let known = frameworks[ExactText(folded)] { return known }
    var id = try statement("SELECT framework_id FROM framework_alias WHERE alias = ?")
      .first(folded) { $0.int(0) }
    if id == nil {
      let added = try statement("INSERT INTO framework (key) VALUES (?)").run(name)
      try statement("INSERT INTO framework_alias (alias, framework_id) VALUES (?, ?)")
        .run(folded, added)
      id = added
    }
    frameworks[ExactText(folded)] = id
    return try required(id)
  }

  /// Adds the aliases and the title of a framework.
  func define(_ framework: FrameworkDefinition) throws {
    let id = try self.framework(framework.key)
    try db.execute(
      sql: "UPDATE framework SET title = ? WHERE framework_id = ?",
      arguments: [framework.title, id])
    for alias in framework.aliases {
      try db.execute(
        sql: "INSERT OR IGNORE INTO framework_alias (alias, framework_id) VALUES (?, ?)",
        arguments: [alias.lowercased(), id])
    }
  }

  func requirement(_ reference: RequirementReference) throws -> Int64 {
    let editionID = try edition(reference.edition)
    return try number(
      "SELECT requirement_id FROM requirement WHERE edition_id = ? AND key = ?",
      "INSERT INTO requirement (edition_id, key) VALUES (?, ?)", editionID, reference.requirement)
  }

  /// Adds the title of an edition.
  func define(edition key: String, title: String) throws {
    let id = try edition(key)
    guard !title.isEmpty else { return }
    try db.execute(
      sql: "UPDATE edition SET title = ? WHERE edition_id = ?", arguments: [title, id])
  }

  private func edition(_ key: String) throws -> Int64 {
    if let known = editions[ExactText(key)] { return known }
    var id = try statement("SELECT edition_id FROM edition WHERE key = ?").first(key) { $0.int(0) }
    if id == nil {
      let name = EditionName(key)
      id = try statement("INSERT INTO edition (framework_id, key, version) VALUES (?, ?, ?)")
        .run(framework(name.framework), key, name.version)
    }
    editions[ExactText(key)] = id
    return try required(id)
  }

  // MARK: What was looked at

  func account(provider: String, key: String) throws -> Int64 {
    let name = AccountKey(provider: ExactText(provider), account: ExactText(key))
    if let known = accounts[name] { return known }
    let id = try number(
      "SELECT account_id FROM account WHERE provider = ? AND key = ?",
      "INSERT INTO account (provider, key) VALUES (?, ?)", provider, key)
    accounts[name] = id
    return id
  }

  func region(_ key: String) throws -> Int64 {
    if let known = regions[ExactText(key)] { return known }
    let id = try number(
      "SELECT region_id FROM region WHERE key = ?", "INSERT INTO region (key) VALUES (?)", key)
    regions[ExactText(key)] = id
    return id
  }

  // MARK: Texts, known by their digest

  /// The number that a detail has or would have.
  func detailID(_ detail: DetailText) -> Int64 {
    buffer.removeAll()
    buffer.append(detail.text)
    buffer.append(detail.nameMark)
    return buffer.contentID
  }

  func addDetail(_ id: Int64, _ detail: DetailText) throws {
    let place = Int(id & 1023)
    if addedDetails[place] == detail { return }
    try insertDetail.run(id, detail.text, detail.nameMark)
    if insertDetail.changes == 0, try self.detail(id) != detail {
      throw StoreError.collision(of: "detail \(id)")
    }
    addedDetails[place] = detail
  }

  /// A detail; the empty one where there is none.
  func detail(_ id: Int64) throws -> DetailText {
    try selectDetail.first(id) { DetailText(text: $0.text(0), nameMark: $0.text(1)) } ?? .empty
  }

  /// The number that a label has or would have.
  func labelID(_ label: ResourceLabel) -> Int64 {
    buffer.removeAll()
    buffer.append(label.name)
    buffer.append(label.type)
    buffer.append(label.tags)
    return buffer.contentID
  }

  func addLabel(_ id: Int64, _ label: ResourceLabel) throws {
    try insertLabel.run(id, label.name, label.type, tagSets.id(of: label.tags))
    if insertLabel.changes == 0, try self.label(id) != label {
      throw StoreError.collision(of: "label \(id)")
    }
  }

  /// A label; the empty one where there is none.
  func label(_ id: Int64) throws -> ResourceLabel {
    let found = try selectLabel.first(id) { ($0.text(0), $0.text(1), $0.intOrNil(2)) }
    guard let (name, type, tagSetID) = found else { return ResourceLabel() }
    return ResourceLabel(name: name, type: type, tags: try tagSets.tags(ofSet: tagSetID))
  }

  private func number<each Value: Bindable>(
    _ select: String, _ insert: String, _ value: repeat each Value
  ) throws -> Int64 {
    try statement(select).first(repeat each value) { $0.int(0) }
      ?? statement(insert).run(repeat each value)
  }

  /// A statement, compiled at its first use. GRDB's own binding would end a text at a NUL.
  private func statement(_ sql: String) throws -> PreparedStatement {
    if let known = statements[sql] { return known }
    let statement = try PreparedStatement(db, sql)
    statements[sql] = statement
    return statement
  }

  private func required(_ id: Int64?) throws -> Int64 {
    guard let id else {
      throw DatabaseError(resultCode: .SQLITE_ERROR, message: "a name was given no number")
    }
    return id
  }
}
