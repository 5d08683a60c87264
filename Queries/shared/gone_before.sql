-- Findings with an episode that ended with gone.
--
-- @uses episode
-- @materialized yes
SELECT DISTINCT finding_id
FROM episode
WHERE closing_status_id = 7;
