-- The scans and files behind a framework's findings at a moment.
--
-- One row per framework and scan that says what holds of a finding, or that
-- was the last to confirm one, oldest first.
--
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column framework          TEXT     Its key.
-- @column scan_id            INTEGER  The number of the scan.
-- @column scanned_at         TEXT     When it ran.
-- @column tool               TEXT     The scanner.
-- @column tool_version       TEXT     As the scanner writes it.
-- @column path               TEXT     Where the file was.
-- @column artifact_sha256    TEXT     The SHA-256 of the file.
-- @column format             TEXT     What the file was read as.
-- @column byte_count         INTEGER  How long the file is.
-- @column findings_told      INTEGER  Findings whose state it told.
-- @column findings_confirmed INTEGER  Findings that it confirmed last.
-- @uses in_force, rule_member, wanted, confirmed
WITH
holding AS MATERIALIZED (
  SELECT finding.cell_id, event.scan_id, count(*) AS findings
  FROM in_force
  CROSS JOIN event ON event.event_id = in_force.event_id
  CROSS JOIN finding ON finding.finding_id = event.finding_id
  WHERE event.status_id <> 7
  GROUP BY finding.cell_id, event.scan_id
),
cell_total AS MATERIALIZED (
  SELECT cell_id, sum(findings) AS findings
  FROM holding
  GROUP BY cell_id
),
-- Of scans of one instant, each that covered a cell confirms it.
confirming AS (
  SELECT cell.cell_id, scan.scan_id, cell_total.findings
  FROM cell_total
  CROSS JOIN confirmed ON confirmed.cell_id = cell_total.cell_id
  CROSS JOIN cell ON cell.cell_id = cell_total.cell_id
  CROSS JOIN rule ON rule.rule_id = cell.rule_id
  CROSS JOIN catalog ON catalog.catalog_id = rule.catalog_id
  CROSS JOIN scan
    ON scan.tool_id = catalog.tool_id
    AND scan.scanned_at = confirmed.confirmed_at
  WHERE ifnull(scan.ingest_id <= :known_at, 1)
    AND EXISTS (
      SELECT 1
      FROM scan_coverage AS coverage
      LEFT JOIN rule_set_member AS rule_member
        ON rule_member.rule_set_id = coverage.rule_set_id
        AND rule_member.rule_id = cell.rule_id
      LEFT JOIN region_set_member AS region_member
        ON region_member.region_set_id = coverage.region_set_id
        AND region_member.region_id = cell.region_id
      WHERE coverage.scan_id = scan.scan_id
        AND coverage.account_id = cell.account_id
        AND (
          coverage.rule_set_id = 0 OR rule_member.rule_id IS NOT NULL
        )
        AND (
          coverage.region_set_id = 0 OR region_member.region_id IS NOT NULL
        )
    )
),
behind AS MATERIALIZED (
  SELECT cell_id, scan_id, findings AS told, 0 AS confirmed
  FROM holding
  UNION ALL
  SELECT cell_id, scan_id, 0, findings
  FROM confirming
),
by_rule AS (
  SELECT
    cell.rule_id,
    behind.scan_id,
    sum(behind.told) AS told,
    sum(behind.confirmed) AS confirmed
  FROM behind
  CROSS JOIN cell ON cell.cell_id = behind.cell_id
  CROSS JOIN account ON account.account_id = cell.account_id
  WHERE :account IS NULL
    OR account.key = :account
  GROUP BY cell.rule_id, behind.scan_id
),
-- Summed before it is told what is known of the scans.
total AS (
  SELECT
    wanted.framework_id,
    by_rule.scan_id,
    sum(by_rule.told) AS told,
    sum(by_rule.confirmed) AS confirmed
  FROM by_rule
  CROSS JOIN rule_member AS member ON member.rule_id = by_rule.rule_id
  CROSS JOIN wanted ON wanted.framework_id = member.framework_id
  GROUP BY wanted.framework_id, by_rule.scan_id
)
SELECT
  wanted.key AS framework,
  scan.scan_id,
  strftime('%Y-%m-%dT%H:%M:%SZ', scan.scanned_at / 1000000, 'unixepoch')
    AS scanned_at,
  tool.key AS tool,
  scan.tool_version,
  artifact.path,
  lower(hex(artifact.sha256)) AS artifact_sha256,
  artifact.format,
  artifact.byte_count,
  total.told AS findings_told,
  total.confirmed AS findings_confirmed
FROM total
CROSS JOIN wanted ON wanted.framework_id = total.framework_id
CROSS JOIN scan ON scan.scan_id = total.scan_id
CROSS JOIN tool ON tool.tool_id = scan.tool_id
CROSS JOIN artifact ON artifact.artifact_id = scan.artifact_id
ORDER BY wanted.key, scan.scanned_at, artifact.sha256, tool.key;
