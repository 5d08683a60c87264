-- The requirements asked for, of those that were known.
--
-- @uses wanted, known_requirement, requirement_title
-- @materialized yes
SELECT
  requirement.requirement_id,
  wanted.key AS framework,
  edition.key AS edition,
  requirement.key AS requirement,
  requirement_title.title
FROM wanted
CROSS JOIN edition ON edition.framework_id = wanted.framework_id
CROSS JOIN requirement ON requirement.edition_id = edition.edition_id
CROSS JOIN known_requirement
  ON known_requirement.requirement_id = requirement.requirement_id
LEFT JOIN requirement_title
  ON requirement_title.requirement_id = requirement.requirement_id
WHERE (:edition IS NULL OR edition.key = :edition)
  AND (:requirement IS NULL OR requirement.key = :requirement);
