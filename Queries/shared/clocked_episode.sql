-- Failing episodes, each with when its clock began to run: when it opened or,
-- where the finding had only been gone since an earlier one, with that one's
-- clock. Deletion is no remediation, but where a setting says so.
--
-- @uses episode, setting_known
-- @materialized no
SELECT
  finding_id,
  episode,
  severity_id,
  opened_at,
  closed_at,
  closing_status_id,
  iif(
    (
      SELECT value
      FROM setting_known
      WHERE key = 'sla_clock_restarts_after'
    ) = 'closed',
    opened_at,
    ifnull(unresolved_since_at, opened_at)
  ) AS clock_started_at
FROM episode;
