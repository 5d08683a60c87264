-- When each finding was accepted, by each waiver that fits it: from starts_at
-- to before ends_at. Where framework_id or requirement_id is not 0, it was
-- accepted for that alone. Findings are looked up by the narrowest thing that
-- a waiver names.
--
-- @uses waiver_known, rule_mapping, rule_member
-- @materialized yes
SELECT
  waiver.waiver_id,
  finding.finding_id,
  ifnull(waiver.framework_id, 0) AS framework_id,
  ifnull(waiver.requirement_id, 0) AS requirement_id,
  waiver.starts_at,
  waiver.ends_at
FROM waiver_known AS waiver
CROSS JOIN finding ON finding.finding_id IN (
  SELECT waiver.finding_id
  UNION ALL
  SELECT named.finding_id
  FROM resource
  CROSS JOIN finding AS named ON named.resource_id = resource.resource_id
  WHERE waiver.finding_id IS NULL
    AND resource.uid = waiver.resource_uid
  UNION ALL
  SELECT named.finding_id
  FROM cell
  CROSS JOIN finding AS named ON named.cell_id = cell.cell_id
  WHERE coalesce(waiver.finding_id, waiver.resource_uid) IS NULL
    AND cell.rule_id = waiver.rule_id
  UNION ALL
  SELECT named.finding_id
  FROM cell
  CROSS JOIN finding AS named ON named.cell_id = cell.cell_id
  WHERE coalesce(waiver.finding_id, waiver.resource_uid, waiver.rule_id)
      IS NULL
    AND cell.account_id = waiver.account_id
  UNION ALL
  SELECT named.finding_id
  FROM (
    SELECT rule_id
    FROM rule_mapping
    WHERE requirement_id = waiver.requirement_id
    UNION
    SELECT rule_id
    FROM rule_member
    WHERE framework_id = waiver.framework_id
  ) AS listed
  CROSS JOIN cell ON cell.rule_id = listed.rule_id
  CROSS JOIN finding AS named ON named.cell_id = cell.cell_id
  WHERE coalesce(
    waiver.finding_id, waiver.resource_uid, waiver.rule_id, waiver.account_id
  ) IS NULL
)
CROSS JOIN cell ON cell.cell_id = finding.cell_id
CROSS JOIN resource ON resource.resource_id = finding.resource_id
WHERE ifnull(cell.rule_id = waiver.rule_id, 1)
  AND ifnull(resource.uid = waiver.resource_uid, 1)
  AND ifnull(cell.account_id = waiver.account_id, 1);
