-- When each finding was accepted, by each waiver that fits it: from starts_at
-- to before ends_at. Where framework_id or requirement_id is not 0, it was
-- accepted for that alone.
--
-- @uses waiver_known, waiver_fit
-- @materialized yes
SELECT
  waiver.waiver_id,
  fit.finding_id,
  fit.framework_id,
  fit.requirement_id,
  max(waiver.starts_at, fit.starts_at) AS starts_at,
  min(waiver.ends_at, fit.ends_at) AS ends_at
FROM waiver_fit AS fit
CROSS JOIN waiver_known AS waiver ON waiver.waiver_id = fit.waiver_id
WHERE max(waiver.starts_at, fit.starts_at)
  < min(waiver.ends_at, fit.ends_at);
