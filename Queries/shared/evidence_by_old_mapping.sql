-- The status that each requirement would have, by the findings of the moment,
-- had nothing changed since the period began in what is evidence for it.
--
-- @uses rule_source_then, stated_then
-- @nests evidence
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
SELECT requirement_id, status
FROM evidence;
