-- Failing episodes, each with when its clock began to run: when it opened or,
-- where the finding had only been gone since the one before, with that one's
-- clock. Deletion is no remediation, but where a setting says so.
--
-- @uses episode, gone_before, known_event, setting_known
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
          ) = 'closed'
          -- It may have passed when it had come back.
          OR EXISTS (
            SELECT 1
            FROM known_event AS pass
            CROSS JOIN scan ON scan.scan_id = pass.scan_id
            CROSS JOIN event AS opening
              ON opening.event_id = each.opening_event_id
            CROSS JOIN scan AS opening_scan
              ON opening_scan.scan_id = opening.scan_id
            CROSS JOIN event AS previous
              ON previous.event_id = each.previous_event_id
            CROSS JOIN scan AS previous_scan
              ON previous_scan.scan_id = previous.scan_id
            WHERE pass.finding_id = each.finding_id
              AND pass.status_id = 5
              AND (pass.since_at, scan.tie_break)
                > (previous.since_at, previous_scan.tie_break)
              AND (pass.since_at, scan.tie_break)
                < (opening.since_at, opening_scan.tie_break)
          ),
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
      opening_event_id,
      severity_id,
      opened_at,
      closed_at,
      closing_status_id,
      lag(closing_status_id) OVER finding_order AS previous_status_id,
      lag(opening_event_id) OVER finding_order AS previous_event_id
    FROM episode
    WHERE finding_id IN (SELECT finding_id FROM gone_before)
    WINDOW finding_order AS (
      PARTITION BY finding_id
      ORDER BY episode
    )
  ) AS each
) AS clocked
WHERE episode > 1;
