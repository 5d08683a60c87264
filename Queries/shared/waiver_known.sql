-- The waivers that were known, each from starts_at to before ends_at: until it
-- expires, or is revoked.
SELECT
  waiver.waiver_id,
  waiver.starts_at,
  min(
    waiver.expires_at,
    ifnull(revocation.revoked_at, waiver.expires_at)
  ) AS ends_at,
  waiver.finding_id,
  waiver.rule_id,
  waiver.resource_uid,
  waiver.account_id,
  waiver.tag_key,
  waiver.tag_pattern,
  waiver.framework_id,
  waiver.requirement_id
FROM waiver
LEFT JOIN waiver_revocation AS revocation
  ON revocation.waiver_id = waiver.waiver_id
  AND ifnull(revocation.recorded_in <= :known_at, 1)
WHERE ifnull(waiver.recorded_in <= :known_at, 1);
