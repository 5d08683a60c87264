-- Requirements that were known: a rule's mapping or a document names them.
--
-- @materialized yes
SELECT member.requirement_id
FROM rule_revision AS revision
CROSS JOIN mapping_set_member AS member
  ON member.mapping_set_id = revision.mapping_set_id
WHERE ifnull(revision.recorded_in <= :known_at, 1)
UNION
SELECT requirement_id
FROM requirement_mapping
WHERE ifnull(recorded_in <= :known_at, 1)
UNION
SELECT requirement_id
FROM requirement_statement
WHERE ifnull(recorded_in <= :known_at, 1)
  AND is_assessable = 1;
