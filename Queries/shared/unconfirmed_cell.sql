-- Cells that the newest scan of their tool and account did not cover.
--
-- @uses confirmed, newest_scan
-- @materialized yes
SELECT
  cell.cell_id,
  catalog.tool_id,
  confirmed.confirmed_at,
  newest_scan.scanned_at AS newest_at
FROM confirmed
CROSS JOIN cell ON cell.cell_id = confirmed.cell_id
CROSS JOIN rule ON rule.rule_id = cell.rule_id
CROSS JOIN catalog ON catalog.catalog_id = rule.catalog_id
CROSS JOIN newest_scan
  ON newest_scan.tool_id = catalog.tool_id
  AND newest_scan.account_id = cell.account_id
WHERE confirmed.confirmed_at < newest_scan.scanned_at;
