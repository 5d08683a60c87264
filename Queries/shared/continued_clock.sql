-- When the clock of an episode began to run that goes on with that of the one
-- before it, since that ended with gone: deletion is no remediation. Others
-- have a clock of their own.
--
-- @uses episode, setting_known
-- @materialized yes
SELECT
  part.finding_id,
  part.episode,
  max(iif(part.previous_status_id IS NOT 7, part.opened_at, NULL)) OVER (
    PARTITION BY part.finding_id
    ORDER BY part.episode
  ) AS started_at
FROM (
  SELECT
    finding_id,
    episode,
    opened_at,
    lag(closing_status_id) OVER (
      PARTITION BY finding_id
      ORDER BY episode
    ) AS previous_status_id
  FROM episode
  WHERE finding_id IN (
      SELECT finding_id
      FROM episode
      WHERE closing_status_id = 7
    )
    AND (
      SELECT value
      FROM setting_known
      WHERE key = 'sla_clock_restarts_after'
    ) = 'resolved'
) AS part;
