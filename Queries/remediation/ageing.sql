-- How old the open failures are.
--
-- One row per framework, severity and age with an open episode. Its age is the
-- whole days since it opened, to the moment asked for. It counts once: as
-- muted, else as waived, else as failing.
--
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param severity  TEXT     When the episode opened; NULL is all.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column framework TEXT     Its key.
-- @column severity  TEXT     When the episodes opened.
-- @column age_days  TEXT     0-7, 8-30, 31-90, 91-180, 181-365 or over 365.
-- @column failing   INTEGER  Neither muted nor waived.
-- @column muted     INTEGER  Suppressed by the scanner.
-- @column waived    INTEGER  Accepted there, in general or for the framework.
-- @column oldest_at TEXT     When the oldest of them opened.
-- @uses rule_member, wanted, open_failure, waived_member
WITH
age AS (
  SELECT 1 AS place, 0 AS from_days, 7 AS to_days, '0-7' AS age_days
  UNION ALL
  SELECT 2, 8, 30, '8-30'
  UNION ALL
  SELECT 3, 31, 90, '31-90'
  UNION ALL
  SELECT 4, 91, 180, '91-180'
  UNION ALL
  SELECT 5, 181, 365, '181-365'
  UNION ALL
  SELECT 6, 366, 9223372036854775807, 'over 365'
),
aged AS MATERIALIZED (
  SELECT
    failure.finding_id,
    failure.rule_id,
    failure.severity_id,
    failure.opened_at,
    failure.is_muted,
    failure.is_waived,
    age.place
  FROM open_failure AS failure
  CROSS JOIN age
    ON (ifnull(:as_of, unixepoch() * 1000000) - failure.opened_at)
      / 86400000000 BETWEEN age.from_days AND age.to_days
),
-- Summed by rule before it is spread over frameworks.
rule_sum AS MATERIALIZED (
  SELECT
    rule_id,
    severity_id,
    place,
    count(*) AS episodes,
    sum(is_muted) AS muted,
    sum(is_waived) AS waived,
    min(opened_at) AS oldest_at
  FROM aged
  GROUP BY rule_id, severity_id, place
),
waived_here AS MATERIALIZED (
  SELECT
    waived_member.framework_id,
    aged.rule_id,
    aged.severity_id,
    aged.place,
    count(*) AS waived
  FROM waived_member
  JOIN aged
    ON aged.finding_id = waived_member.finding_id
    AND aged.is_muted = 0
  GROUP BY
    waived_member.framework_id,
    aged.rule_id,
    aged.severity_id,
    aged.place
)
SELECT
  wanted.key AS framework,
  severity.key AS severity,
  age.age_days,
  sum(
    rule_sum.episodes
    - rule_sum.muted
    - rule_sum.waived
    - ifnull(waived_here.waived, 0)
  ) AS failing,
  sum(rule_sum.muted) AS muted,
  sum(rule_sum.waived + ifnull(waived_here.waived, 0)) AS waived,
  strftime(
    '%Y-%m-%dT%H:%M:%SZ',
    min(rule_sum.oldest_at) / 1000000,
    'unixepoch'
  ) AS oldest_at
FROM wanted
CROSS JOIN rule_member AS member ON member.framework_id = wanted.framework_id
CROSS JOIN rule_sum ON rule_sum.rule_id = member.rule_id
CROSS JOIN severity ON severity.severity_id = rule_sum.severity_id
CROSS JOIN age ON age.place = rule_sum.place
LEFT JOIN waived_here
  ON waived_here.framework_id = wanted.framework_id
  AND waived_here.rule_id = rule_sum.rule_id
  AND waived_here.severity_id = rule_sum.severity_id
  AND waived_here.place = rule_sum.place
GROUP BY wanted.framework_id, severity.severity_id, age.place
ORDER BY wanted.key, severity.severity_id, age.place;
