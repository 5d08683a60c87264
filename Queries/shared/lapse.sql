-- What is unmet, joined to the longest stretches of time of each requirement.
--
-- @uses spread_lapse, asked_requirement
-- @materialized yes
SELECT requirement_id, kind, starts_at, ends_at
FROM (
  SELECT
    requirement_id,
    kind,
    starts_at,
    lead(ended_at) OVER (
      PARTITION BY requirement_id, kind
      ORDER BY starts_at
    ) AS ends_at
  FROM (
    SELECT
      requirement_id,
      kind,
      starts_at,
      -- When all that began earlier has ended.
      max(ends_at) OVER (
        PARTITION BY requirement_id, kind
        ORDER BY starts_at
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
      ) AS ended_at
    FROM (
      SELECT requirement_id, kind, starts_at, ends_at
      FROM spread_lapse
      -- After the last one comes the end of time.
      UNION ALL
      SELECT asked.requirement_id, kind.value, 9223372036854775807, NULL
      FROM asked_requirement AS asked
      CROSS JOIN (
        SELECT 1 AS value
        UNION ALL
        SELECT 2
        UNION ALL
        SELECT 3
        UNION ALL
        SELECT 4
      ) AS kind
    )
  )
  WHERE ended_at IS NULL
    OR starts_at > ended_at
)
WHERE ends_at IS NOT NULL;
