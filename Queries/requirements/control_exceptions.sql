-- Exceptions of requirements in a period: each with its start, end and length.
--
-- One row per requirement and exception: a stretch of time, as long as can be,
-- in which at all times some finding of its checks failed that was neither
-- muted nor waived, for the requirement or in general. The period is after
-- from_at, up to as_of, and cuts what reaches beyond it; without from_at it
-- begins with the first scan. A finding's result holds until a scan says
-- otherwise. See requirements/operating_effectiveness for the sums.
--
-- @param framework   TEXT     Key or alias, in any case; NULL is all.
-- @param edition     TEXT     Its key; NULL is all.
-- @param requirement TEXT     Its number in the edition; NULL is all.
-- @param account     TEXT     As its provider names it; NULL is all.
-- @param from_at     INTEGER  Microseconds of UTC, exclusive; NULL is all.
-- @param as_of       INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at    INTEGER  The last ingest to believe; NULL is all.
-- @column framework      TEXT     Its key.
-- @column edition        TEXT     Its key.
-- @column requirement    TEXT     Its number in the edition.
-- @column title          TEXT     Its title.
-- @column started_at     TEXT     When it began, in the period.
-- @column ended_at       TEXT     When it ended; NULL where it had not.
-- @column days           REAL     Its length, in the period.
-- @column rules          INTEGER  Checks that failed during it.
-- @column findings       INTEGER  Findings that failed during it.
-- @column worst_severity TEXT     The worst of them.
-- @column first_rule     TEXT     A check that failed from its start.
-- @column first_resource TEXT     A resource that did, the worst one.
-- @uses period, asked_requirement, unmet_piece, rule_lapse, spread_lapse,
--       lapse
WITH
-- Each failure with the stretch of failure of its check, and with the one in
-- which its finding had failed before.
failing AS (
  SELECT
    lapse.rule_id,
    lapse.apart,
    lapse.requirement_id,
    lapse.starts_at,
    piece.finding_id,
    piece.severity_id,
    piece.starts_at = lapse.starts_at AS is_first,
    lag(lapse.starts_at, 1, 0) OVER (
      PARTITION BY piece.finding_id, piece.requirement_id
      ORDER BY piece.starts_at
    ) AS failed_at
  FROM unmet_piece AS piece
  CROSS JOIN rule_lapse AS lapse
    ON lapse.rule_id = piece.rule_id
    AND lapse.apart = piece.apart
    AND lapse.requirement_id = piece.requirement_id
    AND lapse.kind = 1
    AND piece.starts_at >= lapse.starts_at
    AND piece.starts_at < lapse.ends_at
  WHERE piece.kind = 1
),
-- A finding that fails in several stretches of an exception counts in the
-- first of them.
tally AS MATERIALIZED (
  SELECT
    rule_id,
    apart,
    requirement_id,
    starts_at,
    failed_at,
    count(*) AS findings,
    min(severity_id) AS severity_id,
    min(
      iif(
        is_first,
        severity_id || (
          SELECT resource.uid
          FROM finding
          CROSS JOIN resource ON resource.resource_id = finding.resource_id
          WHERE finding.finding_id = failing.finding_id
        ),
        NULL
      )
    ) AS first_resource
  FROM failing
  GROUP BY rule_id, apart, requirement_id, starts_at, failed_at
),
exception AS MATERIALIZED (
  SELECT
    lapse.requirement_id,
    lapse.starts_at,
    lapse.ends_at,
    count(DISTINCT part.rule_id) AS rules,
    sum(iif(tally.failed_at < lapse.starts_at, tally.findings, 0))
      AS findings,
    min(tally.severity_id) AS severity_id,
    min(
      iif(
        part.starts_at = lapse.starts_at,
        substr(tally.first_resource, 1, 1) || rule.key || char(31)
          || substr(tally.first_resource, 2),
        NULL
      )
    ) AS first
  FROM lapse
  CROSS JOIN spread_lapse AS part
    ON part.requirement_id = lapse.requirement_id
    AND part.kind = 1
    AND part.starts_at >= lapse.starts_at
    AND part.starts_at < lapse.ends_at
  CROSS JOIN rule ON rule.rule_id = part.rule_id
  CROSS JOIN tally
    ON tally.rule_id = part.rule_id
    AND tally.apart = part.apart
    AND tally.requirement_id = part.apart_id
    AND tally.starts_at = part.starts_at
  WHERE lapse.kind = 1
  GROUP BY lapse.requirement_id, lapse.starts_at
)
SELECT
  asked.framework,
  asked.edition,
  asked.requirement,
  asked.title,
  strftime('%Y-%m-%dT%H:%M:%SZ', exception.starts_at / 1000000, 'unixepoch')
    AS started_at,
  CASE
    WHEN exception.ends_at < period.ends_at THEN strftime(
      '%Y-%m-%dT%H:%M:%SZ',
      exception.ends_at / 1000000,
      'unixepoch'
    )
  END AS ended_at,
  round((exception.ends_at - exception.starts_at) / 86400000000.0, 2) AS days,
  exception.rules,
  exception.findings,
  severity.key AS worst_severity,
  substr(exception.first, 2, instr(exception.first, char(31)) - 2)
    AS first_rule,
  substr(exception.first, instr(exception.first, char(31)) + 1)
    AS first_resource
FROM exception
CROSS JOIN asked_requirement AS asked
  ON asked.requirement_id = exception.requirement_id
CROSS JOIN period
CROSS JOIN severity ON severity.severity_id = exception.severity_id
ORDER BY
  asked.framework,
  asked.edition,
  asked.requirement,
  exception.starts_at;
