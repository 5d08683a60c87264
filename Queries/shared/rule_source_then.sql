-- Each rule with the revisions that spoke for it when the period began.
--
-- @nests rule_source
-- @moment from_at
-- @materialized yes
SELECT rule_id, rule_revision_id
FROM rule_source;
