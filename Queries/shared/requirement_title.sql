-- What the documents in force at the moment call each requirement: the newest
-- that gives it a title.
--
-- @materialized yes
SELECT requirement_id, title
FROM (
  SELECT
    requirement_id,
    title,
    row_number() OVER (
      PARTITION BY requirement_id
      ORDER BY recorded_in DESC, requirement_statement_id DESC
    ) AS place
  FROM requirement_statement
  WHERE title <> ''
    AND since_at <= ifnull(:as_of, 9223372036854775806)
    AND ifnull(recorded_in <= :known_at, 1)
    AND (
      superseded_in IS NULL
      OR superseded_in > :known_at
      OR ended_at > :as_of
    )
)
WHERE place = 1;
