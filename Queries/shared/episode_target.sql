-- Episodes with the target that they have to meet: the strictest of the rule's
-- frameworks, or of the one that is asked for, else the general one. state is
-- NULL where there is none, met (closed when due), late (closed thereafter),
-- due (open, in time), waived (open, accepted) or overdue. One that opens with
-- its days over falls due at once.
--
-- @uses asked_episode, rule_target, continued_clock, waived_finding
-- @materialized no
SELECT
  target.finding_id,
  target.rule_id,
  target.episode,
  target.severity_id,
  target.opened_at,
  target.closed_at,
  target.closing_status_id,
  target.clock_started_at,
  target.due_at,
  max(target.due_at, target.opened_at) AS fell_due_at,
  CASE
    WHEN target.days IS NULL THEN NULL
    WHEN target.closed_at <= target.due_at THEN 'met'
    WHEN target.closed_at IS NOT NULL THEN 'late'
    WHEN target.due_at >= ifnull(:as_of, unixepoch() * 1000000) THEN 'due'
    WHEN target.finding_id IN (SELECT finding_id FROM waived_finding)
      THEN 'waived'
    ELSE 'overdue'
  END AS state,
  target.days,
  target.framework,
  target.source
FROM (
  SELECT
    episode.finding_id,
    episode.rule_id,
    episode.episode,
    episode.severity_id,
    episode.opened_at,
    episode.closed_at,
    episode.closing_status_id,
    ifnull(clock.started_at, episode.opened_at) AS clock_started_at,
    ifnull(clock.started_at, episode.opened_at)
      + rule_target.days * 86400000000 AS due_at,
    rule_target.days,
    rule_target.framework,
    rule_target.source
  FROM asked_episode AS episode
  LEFT JOIN rule_target
    ON rule_target.rule_id = episode.rule_id
    AND rule_target.severity_id = episode.severity_id
  LEFT JOIN continued_clock AS clock
    ON clock.finding_id = episode.finding_id
    AND clock.episode = episode.episode
) AS target;
