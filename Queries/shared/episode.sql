-- Failing episodes up to the moment: from a finding's first fail to the first
-- pass (5) or gone (7) after it. Other statuses neither open nor close one.
--
-- @uses logged_episode
-- @materialized no
SELECT
  finding_id,
  episode,
  opening_event_id,
  severity_id,
  opened_at,
  iif(
    closed_at <= ifnull(:as_of, 9223372036854775806),
    closed_at,
    NULL
  ) AS closed_at,
  iif(
    closed_at <= ifnull(:as_of, 9223372036854775806),
    closing_status_id,
    NULL
  ) AS closing_status_id
FROM failing_episode
WHERE :known_at IS NULL
  AND opened_at <= ifnull(:as_of, 9223372036854775806)
UNION ALL
SELECT
  finding_id,
  episode,
  opening_event_id,
  severity_id,
  opened_at,
  closed_at,
  closing_status_id
FROM logged_episode;
