-- Findings that were accepted: once for all requirements (0), and once for
-- each that they were accepted for apart, all of which apart lists.
--
-- @uses acceptance, limited_acceptance
-- @materialized yes
SELECT
  accepted.finding_id,
  0 AS requirement_id,
  ifnull(
    (
      SELECT group_concat(each.requirement_id)
      FROM (
        SELECT DISTINCT requirement_id
        FROM limited_acceptance
        WHERE finding_id = accepted.finding_id
        ORDER BY requirement_id
      ) AS each
    ),
    ''
  ) AS apart
FROM (SELECT DISTINCT finding_id FROM acceptance) AS accepted
UNION ALL
SELECT DISTINCT finding_id, requirement_id, ''
FROM limited_acceptance;
