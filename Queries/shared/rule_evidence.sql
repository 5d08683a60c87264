-- What the findings of each rule say at the moment.
--
-- @uses cell_evidence, confirmed
-- @materialized yes
SELECT
  evidence.rule_id,
  max(evidence.is_evaluated) AS is_evaluated,
  sum(evidence.passing) AS passing,
  sum(evidence.failing) AS failing,
  sum(evidence.waived) AS waived,
  sum(evidence.muted) AS muted,
  sum(evidence.undecided) AS undecided,
  min(confirmed.confirmed_at) AS oldest_at,
  max(confirmed.confirmed_at) AS newest_at
FROM cell_evidence AS evidence
LEFT JOIN confirmed ON confirmed.cell_id = evidence.cell_id
GROUP BY evidence.rule_id;
