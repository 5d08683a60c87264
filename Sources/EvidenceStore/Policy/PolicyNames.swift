import EvidenceModel
import GRDB

/// Finds the numbers of what a policy names. Unlike an ingest, a policy adds no names: one that
/// is not known is a mistake.
struct PolicyNames {
  /// Something the database knows: its number, and its name as it is stored.
  struct Known: Hashable {
    var id: Int64
    var name: String
  }

  private let db: Database
  private let path: String

  init(_ db: Database, path: String) {
    self.db = db
    self.path = path
  }

  /// The framework with this key or alias, in any case.
  func framework(_ name: String) throws -> Known {
    let fitting = try known(
      """
      SELECT framework_id, key FROM framework WHERE lower(key) = lower(?1)
      UNION
      SELECT framework.framework_id, framework.key
      FROM framework_alias
      JOIN framework ON framework.framework_id = framework_alias.framework_id
      WHERE framework_alias.alias = lower(?1)
      """, [name])
    return try only(
      fitting, "framework", name, among: try names("SELECT key FROM framework"),
      hint: "'tickmark query framework_status' lists the frameworks")
  }

  /// A requirement of an edition, both in any case where that leaves one.
  func requirement(
    _ reference: RequirementReference
  ) throws -> (id: Int64, name: RequirementReference) {
    let edition = try foldedOnly(
      try known("SELECT edition_id, key FROM edition"), "edition", reference.edition,
      hint: "'tickmark query requirement_status' lists editions and requirements")
    let requirement = try foldedOnly(
      try known("SELECT requirement_id, key FROM requirement WHERE edition_id = ?", [edition.id]),
      "requirement of \(edition.name)", reference.requirement,
      hint: "'tickmark query requirement_status -p edition=\(edition.name)' lists them")
    return (
      requirement.id, RequirementReference(edition: edition.name, requirement: requirement.name)
    )
  }

  /// A scanner's check, by its key or as `catalog/key`, which is how it is named here.
  func rule(_ name: String) throws -> Known {
    let fitting = try known(
      """
      SELECT rule.rule_id, catalog.key || '/' || rule.key
      FROM rule
      JOIN catalog ON catalog.catalog_id = rule.catalog_id
      WHERE catalog.tool_id IS NOT NULL
        AND (rule.key = ?1 OR catalog.key || '/' || rule.key = ?1)
      """, [name])
    return try only(
      fitting, "check of a scanner", name,
      among: try names(
        """
        SELECT rule.key
        FROM rule
        JOIN catalog ON catalog.catalog_id = rule.catalog_id
        WHERE catalog.tool_id IS NOT NULL
        """),
      hint: "'tickmark query top_failing_rules' lists checks")
  }

  /// What a provider calls a resource, where one is known by it.
  func resource(_ uid: String) throws -> String {
    let fitting = try known(
      "SELECT min(resource_id), uid FROM resource WHERE uid = ? GROUP BY uid", [uid])
    return try only(
      fitting, "resource", uid,
      // There may be a million: only those are compared that can be near.
      among: try names(
        """
        SELECT DISTINCT uid
        FROM resource
        WHERE instr(lower(uid), lower(?1)) > 0
          OR abs(length(uid) - length(?1)) <= 2
            AND (substr(uid, 1, 8) = substr(?1, 1, 8) OR substr(uid, -8) = substr(?1, -8))
        ORDER BY uid
        LIMIT 1000
        """, [uid]),
      hint: "write it as its provider does, such as the whole of an ARN"
    ).name
  }

  /// An account, as its provider names it, in any case where that leaves one.
  func account(_ key: String) throws -> Known {
    try foldedOnly(
      try known("SELECT account_id, key FROM account"), "account", key,
      hint: "write it as its provider does")
  }

  /// A tag whose key some resource has carried.
  func tag(_ tag: Waiver.TagPattern) throws -> Waiver.TagPattern {
    let key = try only(
      try known("SELECT 0, key FROM tag_set_member WHERE key = ? LIMIT 1", [tag.key]),
      "tag", tag.key, among: try names("SELECT DISTINCT key FROM tag_set_member"),
      hint: "resource_tag has the tags of resources, where their scanner tells them")
    return Waiver.TagPattern(key: key.name, pattern: tag.pattern)
  }

  /// A finding, by its number.
  func finding(_ id: Int64) throws -> Int64 {
    let fitting = try known("SELECT finding_id, '' FROM finding WHERE finding_id = ?", [id])
    return try only(
      fitting, "finding", "\(id)", among: [], hint: "current_finding has the numbers of findings"
    ).id
  }

  private func known(_ sql: String, _ arguments: StatementArguments = []) throws -> [Known] {
    try Row.fetchAll(db, sql: sql, arguments: arguments).map { Known(id: $0[0], name: $0[1]) }
  }

  private func names(_ sql: String, _ arguments: StatementArguments = []) throws -> [String] {
    try String.fetchAll(db, sql: sql, arguments: arguments)
  }

  /// The one of all that has the name, exactly or, where none has, in another case.
  private func foldedOnly(
    _ all: [Known], _ what: String, _ name: String, hint: String
  ) throws -> Known {
    let exact = all.filter { ExactText($0.name) == ExactText(name) }
    let folded = all.filter { $0.name.lowercased() == name.lowercased() }
    return try only(
      exact.isEmpty ? folded : exact, what, name, among: all.map(\.name), hint: hint)
  }

  private func only(
    _ fitting: [Known], _ what: String, _ name: String,
    among candidates: @autoclosure () throws -> [String], hint: String
  ) throws -> Known {
    if let first = fitting.first, fitting.count == 1 { return first }
    guard fitting.isEmpty else {
      throw StoreError(
        code: .unknownName, path: path, reason: "'\(name)' is more than one \(what)",
        hint: "write one of \(fitting.map(\.name).sorted().joined(separator: ", "))")
    }
    throw StoreError(
      code: .unknownName, path: path, reason: "there is no \(what) '\(name)'",
      hint: NearNames(of: name, among: try candidates()).question ?? hint)
  }
}
