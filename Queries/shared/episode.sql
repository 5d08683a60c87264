-- Failing episodes up to the moment: from a finding's first fail to the first
-- pass (5) or gone (7) after it. Other statuses neither open nor close one.
--
-- @uses horizon, logged_episode
-- @materialized no
SELECT
  each.finding_id,
  each.episode,
  each.opening_event_id,
  each.severity_id,
  each.opened_at,
  iif(
    each.closed_at <= min(
      ifnull(:as_of, 9223372036854775806),
      horizon.ends_at
    ),
    each.closed_at,
    NULL
  ) AS closed_at,
  iif(
    each.closed_at <= min(
      ifnull(:as_of, 9223372036854775806),
      horizon.ends_at
    ),
    each.closing_status_id,
    NULL
  ) AS closing_status_id,
  each.unresolved_since_at
FROM horizon
CROSS JOIN failing_episode AS each
WHERE horizon.ends_at IS NOT NULL
  AND each.opened_at <= min(
    ifnull(:as_of, 9223372036854775806),
    horizon.ends_at
  )
UNION ALL
SELECT
  finding_id,
  episode,
  opening_event_id,
  severity_id,
  opened_at,
  closed_at,
  closing_status_id,
  unresolved_since_at
FROM logged_episode;
