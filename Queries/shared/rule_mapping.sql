-- Each rule and requirement that it is evidence for.
--
-- @uses rule_source
SELECT DISTINCT source.rule_id, mapping.requirement_id
FROM rule_source AS source
JOIN rule_revision AS revision
  ON revision.rule_revision_id = source.rule_revision_id
JOIN mapping_set_member AS mapping
  ON mapping.mapping_set_id = revision.mapping_set_id;
