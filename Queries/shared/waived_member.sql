-- Findings that are accepted for a framework alone, and not in general.
--
-- @uses waived
-- @materialized yes
SELECT DISTINCT finding_id, framework_id
FROM waived
WHERE framework_id <> 0
  AND requirement_id = 0
  AND finding_id NOT IN (
    SELECT finding_id
    FROM waived
    WHERE framework_id = 0
      AND requirement_id = 0
  );
