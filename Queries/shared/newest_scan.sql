-- When each account was last scanned by each tool.
--
-- @materialized yes
SELECT
  scan.tool_id,
  coverage.account_id,
  max(scan.scanned_at) AS scanned_at
FROM scan
CROSS JOIN scan_coverage AS coverage ON coverage.scan_id = scan.scan_id
WHERE ifnull(scan.scanned_at <= :as_of, 1)
  AND ifnull(scan.ingest_id <= :known_at, 1)
GROUP BY scan.tool_id, coverage.account_id;
