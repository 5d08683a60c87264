-- What the findings of each cell say at the moment.
--
-- Nothing but the cell is looked up for each finding: what holds for a cell is
-- for the reader to join.
--
-- @uses in_force, waived
-- @materialized yes
SELECT
  finding.cell_id,
  max(in_force.status_id IN (1, 3, 5, 6)) AS is_evaluated,
  sum(in_force.status_id = 5 AND in_force.is_muted = 0) AS passing,
  sum(
    in_force.status_id = 1
    AND in_force.is_muted = 0
    AND waiver.finding_id IS NULL
  ) AS failing,
  sum(
    in_force.status_id = 1
    AND in_force.is_muted = 0
    AND waiver.finding_id IS NOT NULL
  ) AS waived,
  sum(in_force.is_muted) AS muted,
  sum(in_force.status_id IN (2, 3, 4) OR in_force.is_muted = 1) AS undecided
FROM in_force
CROSS JOIN finding ON finding.finding_id = in_force.finding_id
LEFT JOIN waived AS waiver
  ON waiver.finding_id = in_force.finding_id
  AND waiver.framework_id = 0
  AND waiver.requirement_id = 0
WHERE in_force.status_id <> 7
GROUP BY finding.cell_id;
