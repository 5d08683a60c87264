-- When each finding's resource carried the tag that a waiver asks for: until
-- further notice, where nothing else is known at the moment.
--
-- @uses waiver_label, stretch
-- @materialized yes
SELECT
  label.waiver_id,
  stretch.finding_id,
  stretch.since_at AS starts_at,
  iif(
    stretch.until_at > ifnull(:as_of, 9223372036854775806),
    9223372036854775807,
    stretch.until_at
  ) AS ends_at
-- The log is read where a waiver asks for a tag only.
FROM (SELECT 1 FROM waiver_label LIMIT 1)
CROSS JOIN stretch
CROSS JOIN waiver_label AS label
  ON label.resource_label_id = stretch.resource_label_id;
