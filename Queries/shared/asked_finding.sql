-- Findings of the framework and account that are asked for.
--
-- @uses asked_cell
-- @materialized no
SELECT finding.finding_id, finding.resource_id, cell.cell_id, cell.rule_id
FROM finding
CROSS JOIN asked_cell AS cell ON cell.cell_id = finding.cell_id;
