-- Findings that were accepted for some requirements alone, and for which.
--
-- @uses acceptance, asked_mapping
-- @materialized yes
SELECT DISTINCT
  accepted.finding_id,
  mapping.requirement_id,
  accepted.starts_at,
  accepted.ends_at
FROM acceptance AS accepted
CROSS JOIN finding ON finding.finding_id = accepted.finding_id
CROSS JOIN cell ON cell.cell_id = finding.cell_id
CROSS JOIN asked_mapping AS mapping ON mapping.rule_id = cell.rule_id
CROSS JOIN requirement ON requirement.requirement_id = mapping.requirement_id
CROSS JOIN edition ON edition.edition_id = requirement.edition_id
WHERE accepted.requirement_id = mapping.requirement_id
  OR accepted.framework_id = edition.framework_id;
