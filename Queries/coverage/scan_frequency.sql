-- How often each account was scanned in a period, and how far apart.
--
-- One row per tool and account that was scanned by the moment, longest gap
-- first. A gap is the time from one scan to the next, or to the moment, where
-- it reaches into the period; it may have begun before. What was before an
-- account's first scan is none. Scans of one instant are no gap apart.
--
-- @param account  TEXT     As its provider names it; NULL is all.
-- @param days     INTEGER  How far scans may be apart; NULL is the setting.
-- @param from_at  INTEGER  Microseconds of UTC, exclusive; NULL is the start.
-- @param as_of    INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at INTEGER  The last ingest to believe; NULL is all.
-- @column tool             TEXT     The scanner.
-- @column provider         TEXT     The cloud or other provider.
-- @column account          TEXT     As the provider names it.
-- @column scans            INTEGER  Scans of it in the period.
-- @column scan_days        INTEGER  Days in UTC with a scan.
-- @column first_scan_at    TEXT     The first scan in the period.
-- @column last_scan_at     TEXT     The last one.
-- @column longest_gap_days REAL     The longest gap.
-- @column allowed_days     INTEGER  How far scans may be apart.
-- @column gaps             INTEGER  Gaps that are longer.
-- @uses account_scan, scan_gap, allowed_interval
WITH
gap AS (
  SELECT
    scan_gap.tool_id,
    scan_gap.account_id,
    max(scan_gap.gap_time) AS longest_time,
    sum(scan_gap.gap_time > allowed.days * 86400000000) AS gaps
  FROM scan_gap
  CROSS JOIN allowed_interval AS allowed
  GROUP BY scan_gap.tool_id, scan_gap.account_id
),
counted AS (
  SELECT
    tool_id,
    account_id,
    count(*) AS scans,
    count(DISTINCT scanned_at / 86400000000) AS scan_days,
    min(scanned_at) AS first_at,
    max(scanned_at) AS last_at
  FROM account_scan
  WHERE ifnull(scanned_at > :from_at, 1)
  GROUP BY tool_id, account_id
)
SELECT
  tool.key AS tool,
  account.provider,
  account.key AS account,
  ifnull(counted.scans, 0) AS scans,
  ifnull(counted.scan_days, 0) AS scan_days,
  strftime('%Y-%m-%dT%H:%M:%SZ', counted.first_at / 1000000, 'unixepoch')
    AS first_scan_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', counted.last_at / 1000000, 'unixepoch')
    AS last_scan_at,
  round(gap.longest_time / 86400000000.0, 2) AS longest_gap_days,
  allowed.days AS allowed_days,
  gap.gaps
FROM gap
CROSS JOIN allowed_interval AS allowed
CROSS JOIN tool ON tool.tool_id = gap.tool_id
CROSS JOIN account ON account.account_id = gap.account_id
LEFT JOIN counted
  ON counted.tool_id = gap.tool_id
  AND counted.account_id = gap.account_id
ORDER BY
  gap.longest_time DESC,
  account.provider,
  account.key,
  tool.key;
