-- Since when each finding has been failing at the moment: its open episode.
--
-- @uses episode
-- @materialized yes
SELECT finding_id, opened_at
FROM episode
WHERE closed_at IS NULL;
