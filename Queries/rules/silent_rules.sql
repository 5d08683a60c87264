-- Checks that stopped reporting, and since when.
--
-- One row per check that reported once and that no scan of its tool has
-- reported since, longest silent first.
--
-- @param days     INTEGER  How many days of silence at least; NULL is any.
-- @param as_of    INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at INTEGER  The last ingest to believe; NULL is all.
-- @column tool             TEXT     The scanner.
-- @column rule             TEXT     The scanner's check.
-- @column title            TEXT     The rule's title at the moment.
-- @column last_reported_at TEXT     The last scan with a result of it.
-- @column newest_scan_at   TEXT     The newest scan of the tool.
-- @column silent_days      REAL     From the one to the other.
-- @column scans_since      INTEGER  Scans of the tool after its last result.
-- @column findings         INTEGER  Findings that hold and are not gone.
-- @column failing          INTEGER  Those of them that fail, muted ones too.
-- @uses in_force, rule_in_force
WITH
known_scan AS MATERIALIZED (
  SELECT scan_id, tool_id, scanned_at
  FROM scan
  WHERE ifnull(scanned_at <= :as_of, 1)
    AND ifnull(ingest_id <= :known_at, 1)
),
newest AS MATERIALIZED (
  SELECT tool_id, max(scanned_at) AS scanned_at
  FROM known_scan
  GROUP BY tool_id
),
last_report AS MATERIALIZED (
  SELECT summary.rule_id, max(known_scan.scanned_at) AS reported_at
  FROM known_scan
  CROSS JOIN scan_rule_summary AS summary
    ON summary.scan_id = known_scan.scan_id
  GROUP BY summary.rule_id
),
silent AS MATERIALIZED (
  SELECT
    rule.rule_id,
    catalog.tool_id,
    last_report.reported_at,
    newest.scanned_at AS newest_at
  FROM last_report
  CROSS JOIN rule ON rule.rule_id = last_report.rule_id
  CROSS JOIN catalog ON catalog.catalog_id = rule.catalog_id
  CROSS JOIN newest ON newest.tool_id = catalog.tool_id
  WHERE last_report.reported_at < newest.scanned_at
    AND newest.scanned_at - last_report.reported_at
      >= 86400000000 * ifnull(:days, 0)
),
holding AS MATERIALIZED (
  SELECT
    cell.rule_id,
    count(*) AS findings,
    sum(event.status_id = 1) AS failing
  FROM in_force
  CROSS JOIN event ON event.event_id = in_force.event_id
  CROSS JOIN finding ON finding.finding_id = event.finding_id
  CROSS JOIN cell ON cell.cell_id = finding.cell_id
  WHERE event.status_id <> 7
  GROUP BY cell.rule_id
)
SELECT
  tool.key AS tool,
  rule.key AS rule,
  revision.title,
  strftime('%Y-%m-%dT%H:%M:%SZ', silent.reported_at / 1000000, 'unixepoch')
    AS last_reported_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', silent.newest_at / 1000000, 'unixepoch')
    AS newest_scan_at,
  round((silent.newest_at - silent.reported_at) / 86400000000.0, 2)
    AS silent_days,
  (
    SELECT count(*)
    FROM known_scan
    WHERE known_scan.tool_id = silent.tool_id
      AND known_scan.scanned_at > silent.reported_at
  ) AS scans_since,
  ifnull(holding.findings, 0) AS findings,
  ifnull(holding.failing, 0) AS failing
FROM silent
CROSS JOIN rule ON rule.rule_id = silent.rule_id
CROSS JOIN tool ON tool.tool_id = silent.tool_id
LEFT JOIN holding ON holding.rule_id = silent.rule_id
LEFT JOIN rule_in_force AS own ON own.rule_id = silent.rule_id
LEFT JOIN rule_revision AS revision
  ON revision.rule_revision_id = own.rule_revision_id
ORDER BY silent_days DESC, tool.key, rule.key;
