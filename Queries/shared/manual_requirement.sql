-- Requirements that documents list without a rule, and nothing maps one to.
--
-- @uses stated, rule_mapping
SELECT requirement_id
FROM stated
GROUP BY requirement_id
HAVING count(rule_id) = 0
EXCEPT
SELECT requirement_id
FROM rule_mapping;
