-- Episodes with the target that they have to meet: the strictest of the rule's
-- frameworks, or of the one that is asked for, else the general one. state is
-- NULL where there is none, met (closed when due), late (closed thereafter),
-- due (open, in time), waived (open, accepted) or overdue. One that opens with
-- its days over falls due at once.
--
-- @uses clocked_episode, asked_finding, asked_severity, rule_target,
--       waived_finding
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
    finding.rule_id,
    episode.episode,
    episode.severity_id,
    episode.opened_at,
    episode.closed_at,
    episode.closing_status_id,
    episode.clock_started_at,
    episode.clock_started_at + rule_target.days * 86400000000 AS due_at,
    rule_target.days,
    rule_target.framework,
    rule_target.source
  FROM clocked_episode AS episode
  CROSS JOIN asked_finding AS finding
    ON finding.finding_id = episode.finding_id
  LEFT JOIN rule_target
    ON rule_target.rule_id = finding.rule_id
    AND rule_target.severity_id = episode.severity_id
  WHERE episode.severity_id IN (SELECT severity_id FROM asked_severity)
) AS target;
