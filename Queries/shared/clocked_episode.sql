-- Failing episodes, each with when its clock began to run: when it opened or,
-- where the one before it had ended with gone, with that one's clock. Deletion
-- is no remediation, but where a setting says so.
--
-- @uses episode, gone_before, setting_known
-- @materialized no
SELECT
  finding_id,
  episode,
  severity_id,
  opened_at,
  closed_at,
  closing_status_id,
  opened_at AS clock_started_at
FROM episode
WHERE episode = 1
  OR finding_id NOT IN (SELECT finding_id FROM gone_before)
UNION ALL
SELECT
  finding_id,
  episode,
  severity_id,
  opened_at,
  closed_at,
  closing_status_id,
  clock_started_at
FROM (
  SELECT
    finding_id,
    episode,
    severity_id,
    opened_at,
    closed_at,
    closing_status_id,
    max(
      iif(
        previous_status_id IS NOT 7
          OR (
            SELECT value
            FROM setting_known
            WHERE key = 'sla_clock_restarts_after'
          ) = 'closed',
        opened_at,
        NULL
      )
    ) OVER (
      PARTITION BY finding_id
      ORDER BY episode
    ) AS clock_started_at
  FROM (
    SELECT
      finding_id,
      episode,
      severity_id,
      opened_at,
      closed_at,
      closing_status_id,
      lag(closing_status_id) OVER (
        PARTITION BY finding_id
        ORDER BY episode
      ) AS previous_status_id
    FROM episode
    WHERE finding_id IN (SELECT finding_id FROM gone_before)
  ) AS each
) AS clocked
WHERE episode > 1;
