public import EvidenceModel
import GRDB

/// What reports go by in one database.
public struct Setting: Hashable, Sendable {
  /// Its name.
  public var key: String
  /// Its value, as text.
  public var value: String

  /// A setting with a value.
  public init(key: String, value: String) {
    self.key = key
    self.value = value
  }
}

/// Days in which a failure of a severity has to be remediated.
public struct RemediationTarget: Hashable, Sendable {
  /// The framework whose findings it is for, by key or alias; `nil` for all findings.
  public var framework: String?
  /// The severity at which a finding began to fail.
  public var severity: Severity
  /// How many days, each of 24 hours; `nil` takes the target away.
  public var days: Int?

  /// A target for a severity.
  public init(framework: String? = nil, severity: Severity, days: Int?) {
    self.framework = framework
    self.severity = severity
    self.days = days
  }
}

extension EvidenceStore {
  /// Changes settings and remediation targets in one transaction. What is in force already is not
  /// written again.
  ///
  /// - Parameters:
  ///   - settings: Values to set.
  ///   - targets: Targets to set, or to take away.
  ///   - source: What says so: a preset's name, a file's, or `command line`.
  ///   - recordedAt: When it is said.
  ///   - programVersion: The version of the program that records it.
  /// - Returns: How many of them changed.
  /// - Throws: ``StoreError`` where a framework is not known.
  @discardableResult
  public func change(
    _ settings: [Setting], targets: [RemediationTarget] = [], source: String,
    recordedAt: Timestamp, programVersion: String
  ) throws -> Int {
    try write { db in
      let ingest = try Ingests.begin(db, recordedAt: recordedAt, programVersion: programVersion)
      let names = PolicyNames(db, path: path)
      var changed = 0
      for setting in settings where try Self.set(setting, in: ingest.id, db) { changed += 1 }
      for target in targets {
        let frameworkID = try target.framework.map(names.framework)?.id
        if try Self.set(target, frameworkID: frameworkID, source: source, in: ingest.id, db) {
          changed += 1
        }
      }
      return (changed > 0 ? .commit : .rollback, changed)
    }
  }

  private static func set(_ setting: Setting, in ingestID: Int64, _ db: Database) throws -> Bool {
    let known = try String.fetchOne(
      db, sql: "SELECT value FROM setting WHERE key = ? AND superseded_in IS NULL",
      arguments: [setting.key])
    guard known != setting.value else { return false }
    try db.execute(
      sql: "UPDATE setting SET superseded_in = ? WHERE key = ? AND superseded_in IS NULL",
      arguments: [ingestID, setting.key])
    try db.execute(
      sql: "INSERT INTO setting (key, value, recorded_in) VALUES (?, ?, ?)",
      arguments: [setting.key, setting.value, ingestID])
    return true
  }

  private static func set(
    _ target: RemediationTarget, frameworkID: Int64?, source: String, in ingestID: Int64,
    _ db: Database
  ) throws -> Bool {
    let known = try Row.fetchOne(
      db,
      sql: """
        SELECT days, source
        FROM sla
        WHERE framework_id IS ? AND severity_id = ? AND superseded_in IS NULL
        """, arguments: [frameworkID, target.severity.rawValue])
    if known?[0] == target.days, known == nil || known?[1] == source { return false }
    try db.execute(
      sql: """
        UPDATE sla
        SET superseded_in = ?
        WHERE framework_id IS ? AND severity_id = ? AND superseded_in IS NULL
        """, arguments: [ingestID, frameworkID, target.severity.rawValue])
    if let days = target.days {
      try db.execute(
        sql: """
          INSERT INTO sla (framework_id, severity_id, days, source, recorded_in)
          VALUES (?, ?, ?, ?, ?)
          """, arguments: [frameworkID, target.severity.rawValue, days, source, ingestID])
    }
    return true
  }
}
