-- The lapses of checks, once for each requirement that they are lapses of.
--
-- @uses rule_lapse, asked_mapping
SELECT
  mapping.requirement_id,
  lapse.kind,
  lapse.starts_at,
  lapse.ends_at,
  lapse.rule_id,
  lapse.apart,
  lapse.requirement_id AS apart_id
FROM asked_mapping AS mapping
CROSS JOIN rule_lapse AS lapse ON lapse.rule_id = mapping.rule_id
WHERE lapse.requirement_id = mapping.requirement_id
  OR lapse.requirement_id = 0
  AND instr(
    ',' || lapse.apart || ',',
    ',' || mapping.requirement_id || ','
  ) = 0;
