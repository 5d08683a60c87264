-- When each cell was last covered. The cache tells it, but for the present
-- only. For another moment, scans that cover the same sets need but one look.
--
-- @materialized yes
SELECT cell_id, last_covered_at AS confirmed_at
FROM cell
WHERE :as_of IS NULL
  AND :known_at IS NULL
UNION ALL
SELECT cell.cell_id, max(newest.scanned_at)
FROM (
  SELECT scan.tool_id, account_id, rule_set_id, region_set_id,
    max(scan.scanned_at) AS scanned_at
  FROM scan
  JOIN scan_coverage AS coverage ON coverage.scan_id = scan.scan_id
  WHERE ifnull(:as_of, :known_at) IS NOT NULL
    AND ifnull(scan.scanned_at <= :as_of, 1)
    AND ifnull(scan.ingest_id <= :known_at, 1)
  GROUP BY scan.tool_id, account_id, rule_set_id, region_set_id
) AS newest
CROSS JOIN cell
  ON cell.account_id = newest.account_id
  AND cell.rule_id IN (
    SELECT rule_id
    FROM rule_set_member
    WHERE rule_set_id = newest.rule_set_id
    UNION ALL
    SELECT rule.rule_id
    FROM catalog
    JOIN rule ON rule.catalog_id = catalog.catalog_id
    WHERE newest.rule_set_id = 0
      AND catalog.tool_id = newest.tool_id
  )
LEFT JOIN region_set_member AS member
  ON member.region_set_id = newest.region_set_id
  AND member.region_id = cell.region_id
WHERE newest.region_set_id = 0
  OR member.region_id IS NOT NULL
GROUP BY cell.cell_id;
