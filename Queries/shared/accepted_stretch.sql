-- When findings were accepted, for each scope.
--
-- @uses acceptance, limited_acceptance, acceptance_scope
-- @materialized yes
SELECT
  scope.finding_id,
  scope.requirement_id,
  general.starts_at,
  general.ends_at
FROM acceptance AS general
CROSS JOIN acceptance_scope AS scope ON scope.finding_id = general.finding_id
WHERE general.framework_id = 0
  AND general.requirement_id = 0
UNION
SELECT finding_id, requirement_id, starts_at, ends_at
FROM limited_acceptance;
