-- Findings that are accepted at the moment, in general or, where framework_id
-- or requirement_id is not 0, for that alone.
--
-- @uses waived_interval
-- @materialized yes
SELECT DISTINCT finding_id, framework_id, requirement_id
FROM waived_interval
WHERE starts_at <= ifnull(:as_of, unixepoch() * 1000000)
  AND ends_at > ifnull(:as_of, unixepoch() * 1000000);
