-- Known requirements, headings included, as documents place them at the
-- moment: what the newest statement in force says of each. One whose parents
-- lead back to itself has none: a document may be broken, a tree has a top.
--
-- @uses known_requirement
-- @materialized yes
WITH RECURSIVE
statement AS MATERIALIZED (
  SELECT
    requirement_id,
    parent_requirement_id,
    title,
    row_number() OVER (
      PARTITION BY requirement_id
      ORDER BY title = '', recorded_in DESC, requirement_statement_id DESC
    ) AS place
  FROM requirement_statement
  WHERE since_at <= ifnull(:as_of, 9223372036854775806)
    AND ifnull(recorded_in <= :known_at, 1)
    AND (
      superseded_in IS NULL
      OR superseded_in > :known_at
      OR ended_at > :as_of
    )
),
known AS MATERIALIZED (
  SELECT requirement_id
  FROM known_requirement
  UNION
  SELECT requirement_id
  FROM requirement_statement
  WHERE ifnull(recorded_in <= :known_at, 1)
),
-- A parent that no document describes is none.
step AS MATERIALIZED (
  SELECT statement.requirement_id, statement.parent_requirement_id
  FROM statement
  CROSS JOIN known
    ON known.requirement_id = statement.parent_requirement_id
  WHERE statement.place = 1
),
above (requirement_id, above_id) AS (
  SELECT requirement_id, parent_requirement_id
  FROM step
  UNION
  SELECT above.requirement_id, step.parent_requirement_id
  FROM above
  CROSS JOIN step ON step.requirement_id = above.above_id
)
SELECT
  known.requirement_id,
  step.parent_requirement_id,
  nullif(statement.title, '') AS title
FROM known
LEFT JOIN statement
  ON statement.requirement_id = known.requirement_id
  AND statement.place = 1
LEFT JOIN step
  ON step.requirement_id = known.requirement_id
  AND known.requirement_id NOT IN (
    SELECT requirement_id
    FROM above
    WHERE requirement_id = above_id
  );
