-- Each rule with the revisions that speak for it: its own, its equivalents'.
--
-- @uses rule_in_force
SELECT rule_id, rule_revision_id
FROM rule_in_force
UNION
SELECT pair.rule_id, equivalent.rule_revision_id
FROM _equivalent AS pair
JOIN rule_in_force AS equivalent
  ON equivalent.rule_id = pair.equivalent_rule_id
WHERE ifnull(pair.recorded_in <= :known_at, 1)
  AND (pair.superseded_in IS NULL OR pair.superseded_in > :known_at);
