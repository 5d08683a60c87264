-- Requirements that were known: a mapping of a revision names them.
--
-- @materialized yes
SELECT DISTINCT member.requirement_id
FROM rule_revision AS revision
CROSS JOIN mapping_set_member AS member
  ON member.mapping_set_id = revision.mapping_set_id
WHERE ifnull(revision.recorded_in <= :known_at, 1);
