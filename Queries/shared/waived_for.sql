-- How many failing findings are accepted for each rule in each requirement, by
-- waivers for the requirement or its framework alone.
--
-- @uses accepted_for
-- @materialized yes
SELECT rule_id, requirement_id, count(*) AS waived
FROM accepted_for
GROUP BY rule_id, requirement_id;
