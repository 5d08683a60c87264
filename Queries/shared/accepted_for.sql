-- Failing findings that are accepted for a requirement or its framework
-- alone, once for each requirement for which they are.
--
-- @uses in_force, waived, rule_mapping
-- @materialized yes
SELECT DISTINCT
  event.finding_id,
  cell.rule_id,
  cell.account_id,
  mapping.requirement_id
FROM waived
CROSS JOIN in_force ON in_force.finding_id = waived.finding_id
CROSS JOIN event ON event.event_id = in_force.event_id
CROSS JOIN finding ON finding.finding_id = event.finding_id
CROSS JOIN cell ON cell.cell_id = finding.cell_id
CROSS JOIN account ON account.account_id = cell.account_id
CROSS JOIN rule_mapping AS mapping ON mapping.rule_id = cell.rule_id
CROSS JOIN requirement ON requirement.requirement_id = mapping.requirement_id
CROSS JOIN edition ON edition.edition_id = requirement.edition_id
WHERE waived.framework_id + waived.requirement_id > 0
  AND event.status_id = 1
  AND event.is_muted = 0
  AND (
    waived.requirement_id = mapping.requirement_id
    OR waived.framework_id = edition.framework_id
  )
  AND (:account IS NULL OR account.key = :account)
  AND (event.finding_id, 0, 0) NOT IN waived;
