-- What documents say at the moment that rules are evidence for.
--
-- @uses stated
SELECT rule_id, requirement_id FROM stated WHERE rule_id IS NOT NULL;
