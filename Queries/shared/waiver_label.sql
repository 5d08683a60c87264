-- The ways of describing a resource that carry the tag which a waiver asks
-- for.
--
-- @uses waiver_known
-- @materialized yes
SELECT DISTINCT waiver.waiver_id, label.resource_label_id
FROM waiver_known AS waiver
CROSS JOIN tag_set_member AS tag
  ON tag.key = waiver.tag_key
  AND tag.value GLOB waiver.tag_pattern
CROSS JOIN resource_label AS label ON label.tag_set_id = tag.tag_set_id;
