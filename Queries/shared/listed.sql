-- Requirements that are in their edition at the moment: a document says so,
-- or a rule is evidence for them.
--
-- @uses stated, rule_mapping
SELECT requirement_id
FROM requirement_statement
WHERE is_assessable = 1
  AND since_at <= ifnull(:as_of, 9223372036854775806)
  AND ifnull(recorded_in <= :known_at, 1)
  AND (
    superseded_in IS NULL
    OR superseded_in > :known_at
    OR ended_at > :as_of
  )
UNION
SELECT requirement_id
FROM stated
UNION
SELECT requirement_id
FROM rule_mapping;
