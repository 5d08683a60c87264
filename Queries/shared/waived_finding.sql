-- Findings that are accepted at the moment: in general, or for the framework
-- that is asked for.
--
-- @uses waived, wanted
-- @materialized yes
SELECT DISTINCT finding_id
FROM waived
WHERE requirement_id = 0
  AND (
    framework_id = 0
    OR :framework IS NOT NULL
    AND framework_id IN (SELECT framework_id FROM wanted)
  );
