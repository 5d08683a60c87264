-- What each scan reported, by framework and severity, oldest first.
--
-- One row per scan, framework and severity. Counts are of findings that the
-- scan itself reported: one that looked at less has less.
--
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param severity  TEXT     Exactly this one; NULL is all.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column scan_id         INTEGER  The number of the scan.
-- @column scanned_at      TEXT     When it ran.
-- @column tool            TEXT     The scanner.
-- @column artifact_sha256 TEXT     The file that says so.
-- @column framework       TEXT     Its key.
-- @column severity        TEXT     As the scan rated it.
-- @column rules_evaluated INTEGER  Checks with a result of this severity.
-- @column failing         INTEGER  Findings that fail, muted ones too.
-- @column failing_unmuted INTEGER  Findings that fail and are not muted.
-- @column passing         INTEGER  Findings that pass.
-- @uses rule_member, wanted
WITH
-- Summed before it is spread over frameworks.
reported AS MATERIALIZED (
  SELECT
    summary.scan_id,
    summary.rule_id,
    summary.severity_id,
    sum(
      summary.fail_count + summary.manual_count + summary.pass_count
      + summary.not_applicable_count
    ) > 0 AS is_evaluated,
    sum(summary.fail_count) AS failing,
    sum(iif(summary.is_muted, 0, summary.fail_count)) AS failing_unmuted,
    sum(summary.pass_count) AS passing
  FROM scan
  JOIN scan_rule_summary AS summary ON summary.scan_id = scan.scan_id
  JOIN severity ON severity.severity_id = summary.severity_id
  WHERE ifnull(scan.scanned_at <= :as_of, 1)
    AND ifnull(scan.ingest_id <= :known_at, 1)
    AND (:severity IS NULL OR severity.key = :severity)
    AND summary.rule_id IN (
      SELECT member.rule_id
      FROM rule_member AS member
      JOIN wanted ON wanted.framework_id = member.framework_id
    )
  GROUP BY summary.scan_id, summary.rule_id, summary.severity_id
),
-- One number that holds scan, framework and severity sorts faster than three.
spread AS (
  SELECT
    (reported.scan_id << 32) + (member.framework_id << 4)
      + reported.severity_id AS place,
    sum(reported.is_evaluated) AS rules_evaluated,
    sum(reported.failing) AS failing,
    sum(reported.failing_unmuted) AS failing_unmuted,
    sum(reported.passing) AS passing
  FROM reported
  CROSS JOIN rule_member AS member ON member.rule_id = reported.rule_id
  WHERE member.framework_id IN (SELECT framework_id FROM wanted)
  GROUP BY place
),
total AS (
  SELECT
    place >> 32 AS scan_id,
    (place >> 4) & (1 << 28) - 1 AS framework_id,
    place & 15 AS severity_id,
    rules_evaluated,
    failing,
    failing_unmuted,
    passing
  FROM spread
)
SELECT
  scan.scan_id,
  strftime('%Y-%m-%dT%H:%M:%SZ', scan.scanned_at / 1000000, 'unixepoch')
    AS scanned_at,
  tool.key AS tool,
  lower(hex(artifact.sha256)) AS artifact_sha256,
  wanted.key AS framework,
  severity.key AS severity,
  total.rules_evaluated,
  total.failing,
  total.failing_unmuted,
  total.passing
FROM total
JOIN scan ON scan.scan_id = total.scan_id
JOIN tool ON tool.tool_id = scan.tool_id
JOIN artifact ON artifact.artifact_id = scan.artifact_id
JOIN wanted ON wanted.framework_id = total.framework_id
JOIN severity ON severity.severity_id = total.severity_id
ORDER BY
  scan.scanned_at,
  artifact.sha256,
  tool.key,
  wanted.key,
  severity.severity_id;
