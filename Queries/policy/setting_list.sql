-- Settings and remediation targets in force, with what says so.
--
-- One row per setting and target. Reports go by those that were known at
-- :known_at, whatever moment they are about: a setting has no date of its own.
--
-- @param known_at INTEGER  The last ingest to believe; NULL is all.
-- @column setting     TEXT     Its name; of a target sla.SEVERITY, or
--                              sla.FRAMEWORK.SEVERITY.
-- @column value       TEXT     Its value; of a target a number of days.
-- @column source      TEXT     A preset, a document or the command line;
--                              default where nothing was set.
-- @column recorded_at TEXT     When it was set; NULL where nothing was.
-- @column recorded_in INTEGER  The ingest that set it; NULL where nothing was.
-- @uses setting_known
WITH
listed AS (
  SELECT
    0 AS is_target,
    '' AS framework,
    0 AS severity_id,
    key AS setting,
    value,
    source,
    recorded_in
  FROM setting_known
  UNION ALL
  SELECT
    1,
    ifnull(framework.key, ''),
    severity.severity_id,
    'sla.' || ifnull(framework.key || '.', '') || severity.key,
    CAST(target.days AS TEXT),
    target.source,
    target.recorded_in
  FROM sla AS target
  JOIN severity ON severity.severity_id = target.severity_id
  LEFT JOIN framework ON framework.framework_id = target.framework_id
  WHERE ifnull(target.recorded_in <= :known_at, 1)
    AND (target.superseded_in IS NULL OR target.superseded_in > :known_at)
)
SELECT
  listed.setting,
  listed.value,
  listed.source,
  strftime('%Y-%m-%dT%H:%M:%SZ', ingest.recorded_at / 1000000, 'unixepoch')
    AS recorded_at,
  listed.recorded_in
FROM listed
LEFT JOIN ingest ON ingest.ingest_id = listed.recorded_in
ORDER BY
  listed.is_target,
  listed.framework,
  listed.severity_id,
  listed.setting;
