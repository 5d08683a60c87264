-- What is unmet, joined to the longest stretches of time of each check.
--
-- @uses unmet_piece, accepted_piece, asked_mapping
-- @materialized yes
SELECT rule_id, apart, requirement_id, kind, starts_at, ends_at
FROM (
  SELECT
    rule_id,
    apart,
    requirement_id,
    kind,
    starts_at,
    lead(ended_at) OVER (
      PARTITION BY rule_id, kind, apart, requirement_id
      ORDER BY starts_at
    ) AS ends_at
  FROM (
    SELECT
      rule_id,
      apart,
      requirement_id,
      kind,
      starts_at,
      -- When all that began earlier has ended.
      max(ends_at) OVER (
        PARTITION BY rule_id, kind, apart, requirement_id
        ORDER BY starts_at
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
      ) AS ended_at
    FROM (
      SELECT rule_id, apart, requirement_id, kind, starts_at, ends_at
      FROM unmet_piece
      -- After the last one comes the end of time.
      UNION ALL
      SELECT DISTINCT
        mapping.rule_id, '', 0, kind.value, 9223372036854775807, NULL
      FROM asked_mapping AS mapping
      CROSS JOIN (
        SELECT 1 AS value
        UNION ALL
        SELECT 3
        UNION ALL
        SELECT 4
      ) AS kind
      UNION ALL
      SELECT DISTINCT
        rule_id, apart, requirement_id, kind, 9223372036854775807, NULL
      FROM accepted_piece
      WHERE kind = 2
        OR apart <> ''
        OR requirement_id <> 0
    )
  )
  WHERE ended_at IS NULL
    OR starts_at > ended_at
)
WHERE ends_at IS NOT NULL;
