-- Failing episodes up to the moment: from a finding's first fail to the first
-- pass or gone after it. Other statuses neither open nor close one. The cache
-- tells them, but under present knowledge only.
--
-- @uses turn
SELECT
  finding_id,
  opening_event_id AS event_id,
  episode,
  severity_id,
  opened_at,
  iif(
    closed_at <= ifnull(:as_of, 9223372036854775806),
    closed_at,
    NULL
  ) AS closed_at,
  CASE
    WHEN closed_at > ifnull(:as_of, 9223372036854775806) THEN 'open'
    WHEN closing_status_id = 5 THEN 'resolved'
    ELSE 'gone'
  END AS outcome
FROM failing_episode
WHERE :known_at IS NULL
  AND opened_at <= ifnull(:as_of, 9223372036854775806)
UNION ALL
SELECT
  finding_id,
  event_id,
  row_number() OVER (
    PARTITION BY finding_id
    ORDER BY since_at, tie_break
  ),
  severity_id,
  since_at,
  closed_at,
  CASE closing_status_id
    WHEN 5 THEN 'resolved'
    WHEN 7 THEN 'gone'
    ELSE 'open'
  END
FROM turn
WHERE status_id = 1;
