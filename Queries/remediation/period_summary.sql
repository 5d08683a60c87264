-- What was open, opened, came back and was closed in a period.
--
-- One row per framework and severity with an episode that was open at some
-- time of the period. An episode counts where it opened, and where it ended:
-- open_at_start + opened + reopened - resolved - gone = open_at_end. Muted and
-- waived failures are open. A finding of several frameworks counts in each.
--
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param severity  TEXT     Exactly this one; NULL is all.
-- @param from_at   INTEGER  Microseconds of UTC, exclusive; NULL is the start.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column framework          TEXT     Its key.
-- @column severity           TEXT     When the episode opened.
-- @column open_at_start      INTEGER  Open at from_at.
-- @column opened             INTEGER  Opened, as their finding's first.
-- @column reopened           INTEGER  Opened, by a finding that had failed.
-- @column resolved           INTEGER  Ended with a pass.
-- @column gone               INTEGER  Ended since a scan no longer saw it.
-- @column open_at_end        INTEGER  Open at as_of.
-- @column muted_at_end       INTEGER  Those of them that are suppressed.
-- @column waived_at_end      INTEGER  Those not muted, but accepted there.
-- @column unconfirmed_at_end INTEGER  Those that the newest scan of their tool
--                                     and account did not look at.
-- @uses rule_member, wanted, asked_episode, open_failure,
--       unconfirmed_cell, waived_member
WITH
-- Summed by rule before it is spread over frameworks.
turnover AS MATERIALIZED (
  SELECT
    episode.rule_id,
    episode.severity_id,
    sum(ifnull(episode.opened_at <= :from_at, 0)) AS open_at_start,
    sum(ifnull(episode.opened_at > :from_at, 1) AND episode.episode = 1)
      AS opened,
    sum(ifnull(episode.opened_at > :from_at, 1) AND episode.episode > 1)
      AS reopened,
    sum(episode.closing_status_id IS 5) AS resolved,
    sum(episode.closing_status_id IS 7) AS gone,
    sum(episode.closing_status_id IS NULL) AS open_at_end
  FROM asked_episode AS episode
  WHERE ifnull(episode.closed_at > :from_at, 1)
  GROUP BY episode.rule_id, episode.severity_id
),
still_open AS MATERIALIZED (
  SELECT
    rule_id,
    severity_id,
    sum(is_muted) AS muted,
    sum(is_waived) AS waived,
    sum(cell_id IN (SELECT cell_id FROM unconfirmed_cell)) AS unconfirmed
  FROM open_failure
  GROUP BY rule_id, severity_id
),
waived_here AS MATERIALIZED (
  SELECT
    waived_member.framework_id,
    failure.rule_id,
    failure.severity_id,
    count(*) AS waived
  FROM waived_member
  JOIN open_failure AS failure
    ON failure.finding_id = waived_member.finding_id
    AND failure.is_muted = 0
  GROUP BY waived_member.framework_id, failure.rule_id, failure.severity_id
)
SELECT
  wanted.key AS framework,
  severity.key AS severity,
  sum(turnover.open_at_start) AS open_at_start,
  sum(turnover.opened) AS opened,
  sum(turnover.reopened) AS reopened,
  sum(turnover.resolved) AS resolved,
  sum(turnover.gone) AS gone,
  sum(turnover.open_at_end) AS open_at_end,
  ifnull(sum(still_open.muted), 0) AS muted_at_end,
  ifnull(sum(still_open.waived), 0) + ifnull(sum(waived_here.waived), 0)
    AS waived_at_end,
  ifnull(sum(still_open.unconfirmed), 0) AS unconfirmed_at_end
FROM wanted
CROSS JOIN rule_member AS member ON member.framework_id = wanted.framework_id
CROSS JOIN turnover ON turnover.rule_id = member.rule_id
CROSS JOIN severity ON severity.severity_id = turnover.severity_id
LEFT JOIN still_open
  ON still_open.rule_id = turnover.rule_id
  AND still_open.severity_id = turnover.severity_id
LEFT JOIN waived_here
  ON waived_here.framework_id = wanted.framework_id
  AND waived_here.rule_id = turnover.rule_id
  AND waived_here.severity_id = turnover.severity_id
GROUP BY wanted.framework_id, severity.severity_id
ORDER BY wanted.key, severity.severity_id;
