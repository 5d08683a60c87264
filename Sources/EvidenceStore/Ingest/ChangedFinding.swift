public import EvidenceModel
import GRDB

/// A finding that a scan changed.
public struct ChangedFinding: Hashable, Sendable {
  /// How it changed, as ``ChangeCounts`` counts it.
  public enum Change: String, CaseIterable, Sendable {
    /// Failing now, never before.
    case opened
    /// Failing now, failing once, not just before.
    case reopened
    /// Failing before, reported and not failing now.
    case resolved
    /// Known, covered, not reported.
    case gone
  }

  /// How it changed.
  public var change: Change
  /// What it is now.
  public var status: Status
  /// What it was before; `nil` where it was not known.
  public var before: Status?
  /// Its severity; before the scan, where it is gone.
  public var severity: Severity
  /// True where the scanner suppresses it.
  public var isMuted: Bool
  /// True where a waiver accepts it in every framework.
  public var isWaived: Bool
  /// The scanner.
  public var tool: String
  /// The account, as its provider names it.
  public var account: String
  /// The region, as its provider names it.
  public var region: String
  /// The scanner's check.
  public var rule: String
  /// The resource, as its provider names it.
  public var resource: String
  /// The keys of the frameworks that the check belongs to, in order.
  public var frameworks: [String]
}

extension ChangedFinding {
  /// The findings that a scan changed, of each change the worst so many.
  ///
  /// - Parameters:
  ///   - scanID: The scan, which has just been told to the log.
  ///   - lastEventID: The newest event before that: the log has no index by scan.
  ///   - limit: How many at most of each change; `Int.max` for all.
  ///   - db: The database.
  /// - Returns: Opened ones first; of one change the most severe first, of those that are gone those
  ///   that failed.
  /// - Throws: `DatabaseError` where the log cannot be read.
  static func list(
    ofScan scanID: Int64, after lastEventID: Int64, limit: Int, _ db: Database
  ) throws -> [ChangedFinding] {
    var frameworks: [Int64: [String]]?
    let rows = try Row.fetchCursor(
      db,
      sql: """
        WITH
        told AS MATERIALIZED (
          SELECT
            event.finding_id,
            event.status_id,
            event.severity_id,
            event.is_muted,
            (
              SELECT prior.event_id
              FROM event AS prior
              JOIN scan AS teller ON teller.scan_id = prior.scan_id
              WHERE prior.finding_id = event.finding_id
                AND prior.superseded_in IS NULL
                AND prior.since_at <= scan.scanned_at
                AND (prior.since_at, teller.tie_break) < (scan.scanned_at, scan.tie_break)
              ORDER BY prior.since_at DESC, teller.tie_break DESC
              LIMIT 1
            ) AS prior_event_id,
            EXISTS (
              SELECT 1
              FROM event AS earlier
              JOIN scan AS teller ON teller.scan_id = earlier.scan_id
              WHERE earlier.finding_id = event.finding_id
                AND earlier.superseded_in IS NULL
                AND earlier.status_id = 1
                AND earlier.since_at <= scan.scanned_at
                AND (earlier.since_at, teller.tie_break) < (scan.scanned_at, scan.tie_break)
            ) AS has_failed
          FROM event
          JOIN scan ON scan.scan_id = event.scan_id
          WHERE event.event_id > ?1
            AND event.scan_id = ?2
            AND event.superseded_in IS NULL
        ),
        changed AS (
          SELECT
            told.finding_id,
            CASE
              WHEN told.status_id = 7 THEN 'gone'
              WHEN told.status_id = 1 AND told.has_failed THEN 'reopened'
              WHEN told.status_id = 1 THEN 'opened'
              ELSE 'resolved'
            END AS change,
            told.status_id,
            prior.status_id AS before_status_id,
            iif(told.status_id = 7, prior.severity_id, told.severity_id) AS severity_id,
            told.is_muted
          FROM told
          LEFT JOIN event AS prior ON prior.event_id = told.prior_event_id
          WHERE told.status_id = 7
            OR (told.status_id = 1) <> (ifnull(prior.status_id, 0) = 1)
        ),
        ranked AS (
          SELECT
            changed.finding_id,
            changed.change,
            changed.status_id,
            changed.before_status_id,
            changed.severity_id,
            changed.is_muted,
            name.rule_id,
            name.tool,
            name.account,
            name.region,
            name.rule,
            name.resource,
            row_number() OVER (
              PARTITION BY changed.change
              ORDER BY
                changed.change = 'gone' AND changed.before_status_id = 1 DESC,
                changed.severity_id,
                name.account,
                name.region,
                name.rule,
                name.resource,
                name.discriminator
            ) AS place
          FROM changed
          CROSS JOIN _finding_name AS name ON name.finding_id = changed.finding_id
        )
        SELECT
          change,
          status_id,
          before_status_id,
          severity_id,
          is_muted,
          finding_id IN (
            SELECT waived.finding_id
            FROM _waived_now AS waived
            WHERE waived.framework_id = 0
              AND waived.requirement_id = 0
          ),
          tool,
          account,
          region,
          rule,
          resource,
          rule_id
        FROM ranked
        WHERE place <= ?3
        ORDER BY
          CASE change WHEN 'opened' THEN 1 WHEN 'reopened' THEN 2 WHEN 'resolved' THEN 3 ELSE 4 END,
          place
        """, arguments: [lastEventID, scanID, limit]
    )
    var findings: [ChangedFinding] = []
    while let row = try rows.next() {
      let known = try frameworks ?? frameworksByRule(db)
      frameworks = known
      let before: Int? = row[2]
      findings.append(
        ChangedFinding(
          change: Change(rawValue: row[0]) ?? .gone,
          status: Status(rawValue: row[1]) ?? .unknown,
          before: before.flatMap(Status.init(rawValue:)),
          severity: Severity(rawValue: row[3]) ?? .unknown, isMuted: row[4], isWaived: row[5],
          tool: row[6], account: row[7], region: row[8], rule: row[9], resource: row[10],
          frameworks: known[row[11]] ?? []))
    }
    return findings
  }

  /// The frameworks of each rule that has any.
  private static func frameworksByRule(_ db: Database) throws -> [Int64: [String]] {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT DISTINCT member.rule_id, framework.key
        FROM _rule_framework_now AS member
        JOIN framework ON framework.framework_id = member.framework_id
        ORDER BY member.rule_id, framework.key
        """)
    var frameworks: [Int64: [String]] = [:]
    while let row = try rows.next() { frameworks[row[0], default: []].append(row[1]) }
    return frameworks
  }
}
