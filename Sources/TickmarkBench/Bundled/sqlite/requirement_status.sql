-- What each requirement's evidence says in the newest scan.
WITH evidence AS (
  SELECT
    rule,
    count(*) FILTER (WHERE status = 'fail') AS failing,
    count(*) FILTER (WHERE status = 'pass') AS passing
  FROM observation
  WHERE scanned_at = (SELECT max(scanned_at) FROM observation)
  GROUP BY rule
)
SELECT
  mapping.edition,
  mapping.requirement,
  count(evidence.rule) AS rules_evaluated,
  coalesce(sum(evidence.failing), 0) AS failing,
  coalesce(sum(evidence.passing), 0) AS passing
FROM rule_requirement AS mapping
LEFT JOIN evidence ON evidence.rule = mapping.rule
GROUP BY mapping.edition, mapping.requirement
ORDER BY mapping.edition, mapping.requirement;
