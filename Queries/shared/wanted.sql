-- The framework asked for, by key or alias; all of them where none is.
--
-- @materialized yes
SELECT framework_id, key
FROM framework
WHERE :framework IS NULL
  OR lower(key) = lower(:framework)
  OR framework_id IN (
    SELECT framework_id
    FROM framework_alias
    WHERE alias = lower(:framework)
  );
