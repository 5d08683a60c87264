-- When each account was scanned by each tool, up to the moment.
--
-- @materialized yes
SELECT DISTINCT
  scan.tool_id,
  coverage.account_id,
  scan.scan_id,
  scan.scanned_at
FROM scan
CROSS JOIN scan_coverage AS coverage ON coverage.scan_id = scan.scan_id
CROSS JOIN account ON account.account_id = coverage.account_id
WHERE ifnull(scan.scanned_at <= :as_of, 1)
  AND ifnull(scan.ingest_id <= :known_at, 1)
  AND (:account IS NULL OR account.key = :account);
