-- The checks that are evidence for the requirements asked for.
--
-- @uses asked_requirement, rule_mapping, tool_rule
-- @materialized yes
SELECT mapping.rule_id, mapping.requirement_id
FROM rule_mapping AS mapping
CROSS JOIN tool_rule ON tool_rule.rule_id = mapping.rule_id
CROSS JOIN asked_requirement AS asked
  ON asked.requirement_id = mapping.requirement_id;
