-- The severity that is asked for; all of them where none is.
--
-- @materialized yes
SELECT severity_id
FROM severity
WHERE :severity IS NULL
  OR key = :severity;
