-- Each rule and requirement that it was evidence for when the period began.
--
-- @uses rule_source_then, stated_then
-- @nests rule_mapping
-- @materialized yes
WITH
rule_source AS (
  SELECT rule_id, rule_revision_id
  FROM rule_source_then
),
stated AS (
  SELECT requirement_id, rule_id
  FROM stated_then
)
SELECT rule_id, requirement_id
FROM rule_mapping;
