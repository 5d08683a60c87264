-- The time from each scan of an account to the next one of its tool, where it
-- reaches into the period; to the moment, where there is no next one.
--
-- @uses account_scan
-- @materialized yes
SELECT
  tool_id,
  account_id,
  scanned_at,
  next_at,
  max(
    ifnull(next_at, ifnull(:as_of, unixepoch() * 1000000)) - scanned_at,
    0
  ) AS gap_time
FROM (
  SELECT
    tool_id,
    account_id,
    scanned_at,
    lead(scanned_at) OVER (
      PARTITION BY tool_id, account_id
      ORDER BY scanned_at
    ) AS next_at
  FROM (SELECT DISTINCT tool_id, account_id, scanned_at FROM account_scan)
)
WHERE ifnull(next_at > :from_at, 1);
