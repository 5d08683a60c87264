-- The place of each scan in the order of scans.
--
-- @materialized yes
SELECT
  scan_id,
  row_number() OVER (ORDER BY scanned_at, tie_break) AS place
FROM scan;
