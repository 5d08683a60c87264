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
WITH
-- The log up to the moment, as it was known. Joins are CROSS from here on, so
-- that their order is the one written, whatever statistics the file has.
known_event AS NOT MATERIALIZED (
  SELECT event_id, finding_id, since_at, until_at, scan_id, status_id
  FROM event
  WHERE since_at <= ifnull(:as_of, 9223372036854775806)
    AND ifnull(recorded_in <= :known_at, 1)
    AND (superseded_in IS NULL OR superseded_in > :known_at)
),
-- Each finding's event in force at the moment. until_at tells it, but under
-- present knowledge only: under an earlier one it is the newest then known.
in_force AS (
  SELECT event_id, finding_id
  FROM known_event AS event
  WHERE CASE
    WHEN :known_at IS NULL
      THEN until_at > ifnull(:as_of, 9223372036854775806)
    ELSE NOT EXISTS (
      SELECT 1
      FROM known_event AS later
      WHERE later.finding_id = event.finding_id
        AND later.since_at >= event.since_at
        AND (
          later.since_at > event.since_at
          OR (SELECT tie_break FROM scan WHERE scan_id = later.scan_id)
            > (SELECT tie_break FROM scan WHERE scan_id = event.scan_id)
        )
    )
  END
),
-- Each rule's revision in force at the moment: the nearest at or before it,
-- else the earliest after it.
rule_in_force AS MATERIALIZED (
  SELECT
    rule.rule_id,
    (
      SELECT revision.rule_revision_id
      FROM rule_revision AS revision
      WHERE revision.rule_id = rule.rule_id
        AND ifnull(revision.recorded_in <= :known_at, 1)
        AND (
          revision.superseded_in IS NULL
          OR revision.superseded_in > :known_at
        )
      ORDER BY
        revision.since_at > ifnull(:as_of, 9223372036854775806),
        abs(revision.since_at - ifnull(:as_of, 9223372036854775806)),
        revision.content_id DESC
      LIMIT 1
    ) AS rule_revision_id
  FROM rule
),
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
