public import EvidenceModel
import GRDB

extension EvidenceStore {
  /// Changes settings and remediation targets in one transaction. What is in force already is not
  /// written again.
  ///
  /// - Parameters:
  ///   - settings: Values to set; what is not named stays as it is.
  ///   - targets: Targets to set, or to take away.
  ///   - source: What says so: a preset's name, a file's, or `command line`.
  ///   - recordedAt: When it is said.
  ///   - programVersion: The version of the program that records it.
  /// - Returns: What changed.
  /// - Throws: `PolicyError` where there is no such setting or it does not take the value;
  ///   ``StoreError`` where a framework is not known.
  @discardableResult
  public func change(
    _ settings: [Setting], targets: [RemediationTarget] = [], source: String,
    recordedAt: Timestamp, programVersion: String
  ) throws -> [PolicyChange] {
    let settings = try settings.map { setting in try setting.normalized() }
    return try write { db in
      let ingest = try Ingests.begin(db, recordedAt: recordedAt, programVersion: programVersion)
      let recorder = PolicyRecorder(
        db: db, names: PolicyNames(db, path: path), ingestID: ingest.id, source: source)
      let changes =
        try settings.compactMap(recorder.record) + targets.compactMap(recorder.record)
      return (changes.isEmpty ? .rollback : .commit, changes)
    }
  }
}

/// What the change of a policy did to one setting or target.
public struct PolicyChange: Hashable, Sendable {
  /// The setting, or the target as `sla.critical` or `sla.PCI.critical`.
  public var key: String
  /// Its value before; `nil` where there was none.
  public var before: String?
  /// Its value now; `nil` where there is none any more.
  public var now: String?
}

/// Writes what one ingest says of settings and targets.
private struct PolicyRecorder {
  let db: Database
  let names: PolicyNames
  let ingestID: Int64
  let source: String

  func record(_ setting: Setting) throws -> PolicyChange? {
    let known = try Row.fetchOne(
      db, sql: "SELECT value, source FROM setting WHERE key = ? AND superseded_in IS NULL",
      arguments: [setting.key])
    guard known?[0] != setting.value || known?[1] != source else { return nil }
    try db.execute(
      sql: "UPDATE setting SET superseded_in = ? WHERE key = ? AND superseded_in IS NULL",
      arguments: [ingestID, setting.key])
    try db.execute(
      sql: "INSERT INTO setting (key, value, source, recorded_in) VALUES (?, ?, ?, ?)",
      arguments: [setting.key, setting.value, source, ingestID])
    return PolicyChange(key: setting.key, before: known?[0], now: setting.value)
  }

  func record(_ target: RemediationTarget) throws -> PolicyChange? {
    let framework = try target.framework.map(names.framework)
    let known = try Row.fetchOne(
      db,
      sql: """
        SELECT days, source
        FROM sla
        WHERE framework_id IS ? AND severity_id = ? AND superseded_in IS NULL
        """, arguments: [framework?.id, target.severity.rawValue])
    guard known?[0] != target.days || known != nil && known?[1] != source else { return nil }
    try db.execute(
      sql: """
        UPDATE sla
        SET superseded_in = ?
        WHERE framework_id IS ? AND severity_id = ? AND superseded_in IS NULL
        """, arguments: [ingestID, framework?.id, target.severity.rawValue])
    if let days = target.days {
      try db.execute(
        sql: """
          INSERT INTO sla (framework_id, severity_id, days, source, recorded_in)
          VALUES (?, ?, ?, ?, ?)
          """,
        arguments: [framework?.id, target.severity.rawValue, days, source, ingestID])
    }
    let before: Int? = known?[0]
    return PolicyChange(
      key: RemediationTarget(framework: framework?.name, severity: target.severity, days: nil).key,
      before: before.map(String.init), now: target.days.map(String.init))
  }
}
