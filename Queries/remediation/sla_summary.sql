-- How much of what fell due in a period was remediated in time.
--
-- One row per framework and severity that has a target and an episode that
-- fell due in the period or is open and not due yet. Each framework is held to
-- its own target, else to the general one, as if it alone were asked for.
-- Where no target is set there are no rows: 'tickmark settings' sets them. See
-- remediation/sla_breaches for when an episode is due, and for each that was
-- not met.
--
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param severity  TEXT     When the episode opened; NULL is all.
-- @param from_at   INTEGER  Microseconds of UTC, exclusive; NULL is the start.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column framework     TEXT     Its key.
-- @column severity      TEXT     When the episodes opened.
-- @column target_days   INTEGER  Days of 24 hours.
-- @column target_source TEXT     What set the target.
-- @column fell_due      INTEGER  Episodes that fell due in the period.
-- @column met           INTEGER  Those of them that were closed when due.
-- @column late          INTEGER  Those that were closed thereafter.
-- @column overdue       INTEGER  Those that are open.
-- @column waived        INTEGER  Those that are open, but accepted.
-- @column share_met     REAL     Met, of those that fell due unless waived.
-- @column not_yet_due   INTEGER  Episodes that are open and in time.
-- @uses rule_member, wanted, asked_severity, remediation_target,
--       clocked_episode, asked_finding, waived, waived_member
WITH
framework_target AS MATERIALIZED (
  SELECT
    wanted.framework_id,
    severity.severity_id,
    ifnull(own.days, general.days) AS days,
    ifnull(own.source, general.source) AS source
  FROM wanted
  JOIN asked_severity AS severity
  LEFT JOIN remediation_target AS own
    ON own.framework_id = wanted.framework_id
    AND own.severity_id = severity.severity_id
  LEFT JOIN remediation_target AS general
    ON general.framework_id IS NULL
    AND general.severity_id = severity.severity_id
  WHERE ifnull(own.days, general.days) IS NOT NULL
),
-- Frameworks that have the same days share the verdict on an episode.
due AS (
  SELECT
    episode.finding_id,
    finding.rule_id,
    episode.severity_id,
    episode.opened_at,
    episode.closed_at,
    target.days,
    episode.clock_started_at + target.days * 86400000000 AS due_at
  FROM clocked_episode AS episode
  CROSS JOIN (
    SELECT DISTINCT severity_id, days
    FROM framework_target
  ) AS target ON target.severity_id = episode.severity_id
  CROSS JOIN asked_finding AS finding
    ON finding.finding_id = episode.finding_id
),
verdict AS MATERIALIZED (
  SELECT
    finding_id,
    rule_id,
    severity_id,
    days,
    CASE
      WHEN closed_at IS NULL
        AND due_at >= ifnull(:as_of, unixepoch() * 1000000)
        THEN 'due'
      WHEN closed_at IS NULL THEN 'open'
      WHEN closed_at <= due_at THEN 'met'
      ELSE 'late'
    END AS state
  FROM due
  WHERE closed_at IS NULL
      AND due_at >= ifnull(:as_of, unixepoch() * 1000000)
    OR due_at <= ifnull(:as_of, unixepoch() * 1000000)
      AND ifnull(max(due_at, opened_at) > :from_at, 1)
),
verdict_sum AS MATERIALIZED (
  SELECT
    rule_id,
    severity_id,
    days,
    sum(state = 'met') AS met,
    sum(state = 'late') AS late,
    sum(state = 'open') AS still_open,
    sum(
      state = 'open'
      AND finding_id IN (
        SELECT finding_id
        FROM waived
        WHERE framework_id = 0
          AND requirement_id = 0
      )
    ) AS waived,
    sum(state = 'due') AS not_yet_due
  FROM verdict
  GROUP BY rule_id, severity_id, days
),
waived_here AS MATERIALIZED (
  SELECT
    waived_member.framework_id,
    verdict.rule_id,
    verdict.severity_id,
    verdict.days,
    count(*) AS waived
  FROM waived_member
  JOIN verdict
    ON verdict.finding_id = waived_member.finding_id
    AND verdict.state = 'open'
  GROUP BY
    waived_member.framework_id,
    verdict.rule_id,
    verdict.severity_id,
    verdict.days
),
framework_sum AS (
  SELECT
    target.framework_id,
    target.severity_id,
    target.days,
    target.source,
    sum(verdict.met) AS met,
    sum(verdict.late) AS late,
    sum(verdict.still_open) AS still_open,
    sum(verdict.waived) + ifnull(sum(waived_here.waived), 0) AS waived,
    sum(verdict.not_yet_due) AS not_yet_due
  FROM framework_target AS target
  CROSS JOIN rule_member AS member
    ON member.framework_id = target.framework_id
  CROSS JOIN verdict_sum AS verdict
    ON verdict.rule_id = member.rule_id
    AND verdict.severity_id = target.severity_id
    AND verdict.days = target.days
  LEFT JOIN waived_here
    ON waived_here.framework_id = target.framework_id
    AND waived_here.rule_id = verdict.rule_id
    AND waived_here.severity_id = verdict.severity_id
    AND waived_here.days = verdict.days
  GROUP BY target.framework_id, target.severity_id
)
SELECT
  wanted.key AS framework,
  severity.key AS severity,
  framework_sum.days AS target_days,
  framework_sum.source AS target_source,
  framework_sum.met + framework_sum.late + framework_sum.still_open
    AS fell_due,
  framework_sum.met,
  framework_sum.late,
  framework_sum.still_open - framework_sum.waived AS overdue,
  framework_sum.waived,
  round(
    1.0 * framework_sum.met / (
      framework_sum.met
      + framework_sum.late
      + framework_sum.still_open
      - framework_sum.waived
    ),
    4
  ) AS share_met,
  framework_sum.not_yet_due
FROM framework_sum
CROSS JOIN wanted ON wanted.framework_id = framework_sum.framework_id
CROSS JOIN severity ON severity.severity_id = framework_sum.severity_id
ORDER BY wanted.key, severity.severity_id;
