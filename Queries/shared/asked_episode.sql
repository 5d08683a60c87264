-- Failing episodes of the framework, account and severity that are asked for.
--
-- @uses episode, asked_finding, asked_severity
-- @materialized no
SELECT
  episode.finding_id,
  finding.cell_id,
  finding.rule_id,
  episode.episode,
  episode.severity_id,
  episode.opened_at,
  episode.closed_at,
  episode.closing_status_id
FROM episode
CROSS JOIN asked_finding AS finding
  ON finding.finding_id = episode.finding_id
WHERE episode.severity_id IN (SELECT severity_id FROM asked_severity);
