-- The findings that each waiver fits, whether it holds or not: from starts_at
-- to before ends_at where it asks for a tag, always otherwise. Where
-- framework_id or requirement_id is not 0, it fits for that alone. Findings
-- are looked up by the narrowest thing that a waiver names.
--
-- @uses waiver_known, tagged_stretch, rule_mapping, rule_member
-- @materialized yes
SELECT
  waiver.waiver_id,
  finding.finding_id,
  ifnull(waiver.framework_id, 0) AS framework_id,
  ifnull(waiver.requirement_id, 0) AS requirement_id,
  ifnull(tagged.starts_at, -9223372036854775808) AS starts_at,
  ifnull(tagged.ends_at, 9223372036854775807) AS ends_at
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
  SELECT finding_id
  FROM tagged_stretch
  WHERE coalesce(waiver.finding_id, waiver.resource_uid) IS NULL
    AND coalesce(waiver.rule_id, waiver.account_id) IS NULL
    AND waiver_id = waiver.waiver_id
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
  WHERE coalesce(waiver.finding_id, waiver.resource_uid) IS NULL
    AND coalesce(waiver.rule_id, waiver.account_id) IS NULL
    AND waiver.tag_key IS NULL
)
CROSS JOIN cell ON cell.cell_id = finding.cell_id
CROSS JOIN resource ON resource.resource_id = finding.resource_id
LEFT JOIN tagged_stretch AS tagged
  ON tagged.waiver_id = waiver.waiver_id
  AND tagged.finding_id = finding.finding_id
WHERE (waiver.tag_key IS NULL OR tagged.waiver_id IS NOT NULL)
  AND ifnull(cell.rule_id = waiver.rule_id, 1)
  AND ifnull(resource.uid = waiver.resource_uid, 1)
  AND ifnull(cell.account_id = waiver.account_id, 1);
