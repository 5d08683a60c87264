-- What the findings of each rule say at the moment.
--
-- @uses in_force, confirmed, waived
-- @materialized yes
SELECT
  cell.rule_id,
  max(event.status_id IN (1, 3, 5, 6)) AS is_evaluated,
  sum(event.status_id = 5 AND event.is_muted = 0) AS passing,
  sum(
    event.status_id = 1
    AND event.is_muted = 0
    AND waiver.finding_id IS NULL
  ) AS failing,
  sum(
    event.status_id = 1
    AND event.is_muted = 0
    AND waiver.finding_id IS NOT NULL
  ) AS waived,
  sum(event.is_muted) AS muted,
  sum(event.status_id IN (2, 3, 4) OR event.is_muted = 1) AS undecided,
  min(confirmed.confirmed_at) AS oldest_at,
  max(confirmed.confirmed_at) AS newest_at
FROM in_force
CROSS JOIN event ON event.event_id = in_force.event_id
CROSS JOIN finding ON finding.finding_id = event.finding_id
CROSS JOIN cell ON cell.cell_id = finding.cell_id
CROSS JOIN account ON account.account_id = cell.account_id
LEFT JOIN confirmed ON confirmed.cell_id = cell.cell_id
LEFT JOIN waived AS waiver
  ON waiver.finding_id = event.finding_id
  AND waiver.framework_id = 0
  AND waiver.requirement_id = 0
WHERE event.status_id <> 7
  AND (:account IS NULL OR account.key = :account)
GROUP BY cell.rule_id;
