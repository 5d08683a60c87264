-- What the findings of each rule say at the moment.
--
-- @uses account_evidence
-- @materialized yes
SELECT
  rule_id,
  max(is_evaluated) AS is_evaluated,
  sum(passing) AS passing,
  sum(failing) AS failing,
  sum(waived) AS waived,
  sum(muted) AS muted,
  sum(undecided) AS undecided,
  min(oldest_at) AS oldest_at,
  max(newest_at) AS newest_at
FROM account_evidence
GROUP BY rule_id;
