-- Rules that a tool has. One that no scan has described is only a name.
--
-- @uses rule_in_force
-- @materialized yes
SELECT rule.rule_id
FROM rule
CROSS JOIN catalog ON catalog.catalog_id = rule.catalog_id
CROSS JOIN rule_in_force AS described ON described.rule_id = rule.rule_id
WHERE catalog.tool_id IS NOT NULL
  AND described.rule_revision_id IS NOT NULL;
