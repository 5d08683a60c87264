-- Failing episodes: from a finding's first fail to the first pass or gone
-- after it. Other statuses neither open nor close one.
--
-- @uses turn
SELECT
  finding_id,
  event_id,
  row_number() OVER (
    PARTITION BY finding_id
    ORDER BY since_at, tie_break
  ) AS episode,
  since_at AS opened_at,
  closed_at,
  CASE closing_status_id
    WHEN 5 THEN 'resolved'
    WHEN 7 THEN 'gone'
    ELSE 'open'
  END AS outcome
FROM turn
WHERE status_id = 1;
