-- What documents stated of rules and requirements when the period began.
--
-- @nests stated
-- @moment from_at
-- @materialized yes
SELECT requirement_id, rule_id
FROM stated;
