-- What the evidence for each requirement says at the moment.
--
-- @uses rule_mapping, tool_rule, rule_evidence, waived_for
SELECT
  mapping.requirement_id,
  count(*) AS rules_mapped,
  sum(rule_evidence.is_evaluated) AS rules_evaluated,
  ifnull(sum(rule_evidence.passing), 0) AS passing,
  ifnull(sum(rule_evidence.failing - ifnull(waived_for.waived, 0)), 0)
    AS failing,
  ifnull(sum(rule_evidence.waived + ifnull(waived_for.waived, 0)), 0)
    AS waived,
  sum(rule_evidence.muted) AS muted,
  ifnull(sum(rule_evidence.undecided), 0) AS undecided,
  min(rule_evidence.oldest_at) AS oldest_at,
  max(rule_evidence.newest_at) AS newest_at
FROM rule_mapping AS mapping
CROSS JOIN tool_rule ON tool_rule.rule_id = mapping.rule_id
LEFT JOIN rule_evidence ON rule_evidence.rule_id = mapping.rule_id
LEFT JOIN waived_for
  ON waived_for.rule_id = mapping.rule_id
  AND waived_for.requirement_id = mapping.requirement_id
GROUP BY mapping.requirement_id;
