-- Each rule and requirement that it is evidence for.
--
-- @uses rule_source, stated_mapping
SELECT source.rule_id, mapping.requirement_id
FROM rule_source AS source
JOIN rule_revision AS revision
  ON revision.rule_revision_id = source.rule_revision_id
JOIN mapping_set_member AS mapping
  ON mapping.mapping_set_id = revision.mapping_set_id
UNION
SELECT rule_id, requirement_id
FROM stated_mapping
UNION
SELECT pair.rule_id, mapping.requirement_id
FROM stated_mapping AS mapping
CROSS JOIN _equivalent AS pair ON pair.equivalent_rule_id = mapping.rule_id
WHERE ifnull(pair.recorded_in <= :known_at, 1)
  AND (pair.superseded_in IS NULL OR pair.superseded_in > :known_at);
