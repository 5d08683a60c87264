-- What documents state at the moment of rules and requirements.
SELECT requirement_id, rule_id, reason, artifact_id
FROM requirement_mapping
WHERE since_at <= ifnull(:as_of, 9223372036854775806)
  AND ifnull(recorded_in <= :known_at, 1)
  AND (
    superseded_in IS NULL
    OR superseded_in > :known_at
    OR ended_at > :as_of
  );
