import EvidenceModel
import GRDB

/// Finds the numbers of what a policy names. Unlike an ingest, a policy adds no names: one that
/// is not known is a mistake.
struct PolicyNames {
  private let db: Database
  private let path: String

  init(_ db: Database, path: String) {
    self.db = db
    self.path = path
  }

  /// The framework with this key or alias, in any case.
  func framework(_ name: String) throws -> Int64 {
    try one(
      "framework", name,
      """
      SELECT framework_id FROM framework WHERE lower(key) = lower(?1)
      UNION
      SELECT framework_id FROM framework_alias WHERE alias = lower(?1)
      """, [name], hint: "'tickmark query framework_status' lists the frameworks")
  }

  func requirement(_ reference: RequirementReference) throws -> Int64 {
    try one(
      "requirement", "\(reference.edition):\(reference.requirement)",
      """
      SELECT requirement.requirement_id
      FROM edition
      JOIN requirement ON requirement.edition_id = edition.edition_id
      WHERE edition.key = ? AND requirement.key = ?
      """, [reference.edition, reference.requirement],
      hint: "'tickmark query requirement_status' lists the requirements")
  }

  /// A scanner's check, by its key or as `catalog/key`.
  func rule(_ name: String) throws -> Int64 {
    try one(
      "check of a scanner", name,
      """
      SELECT rule.rule_id
      FROM rule
      JOIN catalog ON catalog.catalog_id = rule.catalog_id
      WHERE catalog.tool_id IS NOT NULL
        AND (rule.key = ?1 OR catalog.key || '/' || rule.key = ?1)
      """, [name],
      hint:
        "'tickmark query top_failing_rules' lists checks; write CATALOG/CHECK where two have one key"
    )
  }

  /// What a provider calls a resource, where one is known by it.
  func resource(_ uid: String) throws -> String {
    _ = try one(
      "resource", uid, "SELECT min(resource_id) FROM resource WHERE uid = ? HAVING count(*) > 0",
      [uid], hint: "write it as the scanner does; 'tickmark sql' finds it in current_finding")
    return uid
  }

  func account(_ key: String) throws -> Int64 {
    try one(
      "account", key, "SELECT account_id FROM account WHERE key = ?", [key],
      hint: "write it as its provider does")
  }

  func finding(_ id: Int64) throws -> Int64 {
    try one(
      "finding", "\(id)", "SELECT finding_id FROM finding WHERE finding_id = ?", [id],
      hint: "current_finding has the numbers of findings")
  }

  private func one(
    _ what: String, _ name: String, _ sql: String, _ arguments: StatementArguments, hint: String
  ) throws -> Int64 {
    let found = try Int64.fetchAll(db, sql: sql, arguments: arguments)
    guard let first = found.first, found.count == 1 else {
      throw StoreError(
        code: .unknownName, path: path,
        reason: found.isEmpty
          ? "there is no \(what) '\(name)'" : "'\(name)' is more than one \(what)",
        hint: hint)
    }
    return first
  }
}
