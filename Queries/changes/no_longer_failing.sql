-- What became of the failures of an earlier moment: fixed, deleted, or only
-- not looked at.
--
-- One row per framework and severity with a finding that failed at from_at,
-- muted ones included. failing_at_start = still_failing_confirmed +
-- still_failing_unconfirmed + resolved + gone + undecided. What no scan has
-- looked at since still fails as far as is known, and is no less to fix.
--
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param severity  TEXT     That at from_at; NULL is all.
-- @param from_at   INTEGER  Microseconds of UTC; NULL is the first scan.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column framework                 TEXT     Its key.
-- @column severity                  TEXT     As it was rated at from_at.
-- @column failing_at_start          INTEGER  Findings that failed at from_at.
-- @column still_failing_confirmed   INTEGER  Fail: the newest scan of their
--                                            tool and account says so.
-- @column still_failing_unconfirmed INTEGER  Fail, but that scan did not look.
-- @column resolved                  INTEGER  Pass.
-- @column gone                      INTEGER  A scan no longer saw them.
-- @column undecided                 INTEGER  Manual, error, unknown or not
--                                            applicable.
-- @column muted                     INTEGER  Suppressed, of the still failing.
-- @column waived                    INTEGER  Accepted there, of the still
--                                            failing that are not muted.
-- @uses in_force_at_start, in_force, asked_cell, rule_member, wanted,
--       unconfirmed_cell, waived, waived_member
WITH
failure AS MATERIALIZED (
  SELECT
    before_event.finding_id,
    cell.rule_id,
    before_event.severity_id,
    event.status_id,
    event.status_id = 1
      AND cell.cell_id IN (SELECT cell_id FROM unconfirmed_cell)
      AS is_unconfirmed,
    event.status_id = 1 AND event.is_muted AS is_muted,
    event.status_id = 1 AND event.is_muted = 0 AS is_unmuted
  FROM in_force_at_start
  CROSS JOIN event AS before_event
    ON before_event.event_id = in_force_at_start.event_id
  CROSS JOIN severity ON severity.severity_id = before_event.severity_id
  CROSS JOIN finding ON finding.finding_id = before_event.finding_id
  CROSS JOIN asked_cell AS cell ON cell.cell_id = finding.cell_id
  CROSS JOIN in_force ON in_force.finding_id = before_event.finding_id
  CROSS JOIN event ON event.event_id = in_force.event_id
  WHERE before_event.status_id = 1
    AND (:severity IS NULL OR severity.key = :severity)
),
-- Summed by rule before it is spread over frameworks.
rule_sum AS MATERIALIZED (
  SELECT
    rule_id,
    severity_id,
    count(*) AS findings,
    sum(status_id = 1) AS still_failing,
    sum(is_unconfirmed) AS unconfirmed,
    sum(status_id = 5) AS resolved,
    sum(status_id = 7) AS gone,
    sum(is_muted) AS muted,
    sum(
      is_unmuted
      AND finding_id IN (
        SELECT finding_id
        FROM waived
        WHERE framework_id = 0
          AND requirement_id = 0
      )
    ) AS waived
  FROM failure
  GROUP BY rule_id, severity_id
),
waived_here AS MATERIALIZED (
  SELECT
    waived_member.framework_id,
    failure.rule_id,
    failure.severity_id,
    count(*) AS waived
  FROM waived_member
  JOIN failure
    ON failure.finding_id = waived_member.finding_id
    AND failure.is_unmuted
  GROUP BY waived_member.framework_id, failure.rule_id, failure.severity_id
)
SELECT
  wanted.key AS framework,
  severity.key AS severity,
  sum(rule_sum.findings) AS failing_at_start,
  sum(rule_sum.still_failing - rule_sum.unconfirmed)
    AS still_failing_confirmed,
  sum(rule_sum.unconfirmed) AS still_failing_unconfirmed,
  sum(rule_sum.resolved) AS resolved,
  sum(rule_sum.gone) AS gone,
  sum(
    rule_sum.findings
    - rule_sum.still_failing
    - rule_sum.resolved
    - rule_sum.gone
  ) AS undecided,
  sum(rule_sum.muted) AS muted,
  sum(rule_sum.waived + ifnull(waived_here.waived, 0)) AS waived
FROM wanted
CROSS JOIN rule_member AS member ON member.framework_id = wanted.framework_id
CROSS JOIN rule_sum ON rule_sum.rule_id = member.rule_id
CROSS JOIN severity ON severity.severity_id = rule_sum.severity_id
LEFT JOIN waived_here
  ON waived_here.framework_id = wanted.framework_id
  AND waived_here.rule_id = rule_sum.rule_id
  AND waived_here.severity_id = rule_sum.severity_id
GROUP BY wanted.framework_id, severity.severity_id
ORDER BY wanted.key, severity.severity_id;
