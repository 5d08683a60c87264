-- Times in which an account was not scanned for longer than is allowed.
--
-- One row per tool, account and gap, longest first: the time from one scan to
-- the next, or to the moment, where it reaches into the period; it may have
-- begun before.
--
-- @param account  TEXT     As its provider names it; NULL is all.
-- @param days     INTEGER  How far scans may be apart; NULL is the setting.
-- @param from_at  INTEGER  Microseconds of UTC, exclusive; NULL is the start.
-- @param as_of    INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at INTEGER  The last ingest to believe; NULL is all.
-- @column tool         TEXT     The scanner.
-- @column provider     TEXT     The cloud or other provider.
-- @column account      TEXT     As the provider names it.
-- @column started_at   TEXT     The scan that it begins with.
-- @column ended_at     TEXT     The next scan; NULL where there is none yet.
-- @column days         REAL     How long it is, to the moment if it is open.
-- @column allowed_days INTEGER  How far scans may be apart.
-- @uses scan_gap, allowed_interval
SELECT
  tool.key AS tool,
  account.provider,
  account.key AS account,
  strftime('%Y-%m-%dT%H:%M:%SZ', gap.scanned_at / 1000000, 'unixepoch')
    AS started_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', gap.next_at / 1000000, 'unixepoch')
    AS ended_at,
  round(gap.gap_time / 86400000000.0, 2) AS days,
  allowed.days AS allowed_days
FROM scan_gap AS gap
CROSS JOIN allowed_interval AS allowed
CROSS JOIN tool ON tool.tool_id = gap.tool_id
CROSS JOIN account ON account.account_id = gap.account_id
WHERE gap.gap_time > allowed.days * 86400000000
ORDER BY
  gap.gap_time DESC,
  gap.scanned_at,
  account.provider,
  account.key,
  tool.key;
