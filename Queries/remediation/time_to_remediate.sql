-- How long failures took to remediate, open ones included fairly.
--
-- One row per quarter and severity in which episodes opened; of all findings,
-- or of those of the framework that is asked for. mean_days and median_days
-- are the naive ones, of resolved episodes alone: what is open for long is not
-- in them yet, so that they flatter, the more the younger the quarter.
-- km_median_days is the Kaplan-Meier median, the first time by which half
-- would be resolved: an open episode counts until as_of, one that is gone
-- until it went. It is NULL where less than half are.
--
-- @param framework TEXT     Key or alias, in any case; NULL is all findings.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param severity  TEXT     When the episode opened; NULL is all.
-- @param from_at   INTEGER  Microseconds of UTC, exclusive; NULL is the start.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column framework      TEXT     The one asked for; NULL is all findings.
-- @column quarter        TEXT     When they opened, such as 2026-Q1.
-- @column severity       TEXT     When they opened.
-- @column episodes       INTEGER  Failing episodes that opened in the period.
-- @column resolved       INTEGER  Those of them that ended with a pass.
-- @column gone           INTEGER  Those a scan no longer saw.
-- @column still_open     INTEGER  Those that are open at as_of.
-- @column mean_days      REAL     From opening to pass, of the resolved.
-- @column median_days    REAL     The same; of two in the middle, the mean.
-- @column km_median_days REAL     With open and gone ones, by Kaplan-Meier.
-- @column within_target  INTEGER  Closed when due; NULL without a target.
-- @column breached       INTEGER  Closed later, or open, overdue and not
--                                 waived: see remediation/sla_breaches.
-- @uses episode_target, wanted
WITH
-- What opens does so at the time of a scan. Quarters count from 1970.
scan_quarter AS MATERIALIZED (
  SELECT DISTINCT
    scanned_at,
    (strftime('%Y', scanned_at / 1000000, 'unixepoch') - 1970) * 4
      + (strftime('%m', scanned_at / 1000000, 'unixepoch') - 1) / 3
      AS quarter
  FROM scan
),
-- One number that holds quarter, severity and microseconds sorts in half the
-- time of the three.
lasted AS MATERIALIZED (
  SELECT
    (scan_quarter.quarter * 8 + target.severity_id << 51)
      + max(
        coalesce(target.closed_at, :as_of, unixepoch() * 1000000)
          - target.opened_at,
        0
      ) AS place,
    count(*) AS episodes,
    count(target.closing_status_id) AS closed,
    sum(target.closing_status_id IS 7) AS gone,
    sum(target.state = 'met') AS within_target,
    sum(target.state IN ('late', 'overdue')) AS breached
  FROM episode_target AS target
  CROSS JOIN scan_quarter ON scan_quarter.scanned_at = target.opened_at
  WHERE ifnull(target.opened_at > :from_at, 1)
  GROUP BY place
),
opened AS MATERIALIZED (
  SELECT
    (place >> 51) / 8 AS quarter,
    (place >> 51) % 8 AS severity_id,
    place & (1 << 51) - 1 AS duration,
    episodes,
    closed,
    gone,
    within_target,
    breached
  FROM lasted
),
total AS MATERIALIZED (
  SELECT
    quarter,
    severity_id,
    sum(episodes) AS episodes,
    sum(closed - gone) AS resolved,
    sum(gone) AS gone,
    sum(episodes - closed) AS still_open,
    sum(within_target) AS within_target,
    sum(breached) AS breached,
    sum((closed - gone) * (duration / 86400000000.0)) / sum(closed - gone)
      AS mean_days
  FROM opened
  GROUP BY quarter, severity_id
),
-- The times at which episodes were resolved, with how many were by then, and
-- how many had lasted as long.
step AS MATERIALIZED (
  SELECT
    quarter,
    severity_id,
    duration,
    resolved,
    row_number() OVER (
      PARTITION BY quarter, severity_id
      ORDER BY duration
    ) AS place,
    sum(resolved) OVER (
      PARTITION BY quarter, severity_id
      ORDER BY duration
    ) AS resolved_so_far,
    at_risk
  FROM (
    SELECT
      quarter,
      severity_id,
      duration,
      closed - gone AS resolved,
      sum(episodes) OVER (
        PARTITION BY quarter, severity_id
        ORDER BY duration DESC
      ) AS at_risk
    FROM opened
  ) AS risk
  WHERE resolved > 0
),
-- The share that would not be resolved yet, until it is half.
survival AS (
  SELECT
    quarter,
    severity_id,
    place,
    duration,
    1.0 - 1.0 * resolved / at_risk AS share
  FROM step
  WHERE place = 1
  UNION ALL
  SELECT
    step.quarter,
    step.severity_id,
    step.place,
    step.duration,
    survival.share * (1.0 - 1.0 * step.resolved / step.at_risk)
  FROM survival
  CROSS JOIN step
    ON step.quarter = survival.quarter
    AND step.severity_id = survival.severity_id
    AND step.place = survival.place + 1
  -- A product of fractions may miss one half by a rounding.
  WHERE survival.share > 0.5 + 1e-9
),
km_median AS (
  SELECT quarter, severity_id, duration / 86400000000.0 AS days
  FROM survival
  WHERE share <= 0.5 + 1e-9
),
median AS (
  SELECT
    total.quarter,
    total.severity_id,
    (
      min(
        iif(
          step.resolved_so_far >= (total.resolved + 1) / 2,
          step.duration,
          NULL
        )
      )
      + min(
        iif(
          step.resolved_so_far >= total.resolved / 2 + 1,
          step.duration,
          NULL
        )
      )
    ) / 172800000000.0 AS days
  FROM total
  JOIN step
    ON step.quarter = total.quarter
    AND step.severity_id = total.severity_id
  GROUP BY total.quarter, total.severity_id
)
SELECT
  iif(:framework IS NULL, NULL, (SELECT wanted.key FROM wanted)) AS framework,
  (1970 + total.quarter / 4) || '-Q' || (total.quarter % 4 + 1) AS quarter,
  severity.key AS severity,
  total.episodes,
  total.resolved,
  total.gone,
  total.still_open,
  round(total.mean_days, 2) AS mean_days,
  round(median.days, 2) AS median_days,
  round(km_median.days, 2) AS km_median_days,
  total.within_target,
  total.breached
FROM total
JOIN severity ON severity.severity_id = total.severity_id
LEFT JOIN median
  ON median.quarter = total.quarter
  AND median.severity_id = total.severity_id
LEFT JOIN km_median
  ON km_median.quarter = total.quarter
  AND km_median.severity_id = total.severity_id
ORDER BY total.quarter, severity.severity_id;
