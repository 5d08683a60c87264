-- What the newest scan of its tool and account did not look at.
--
-- One row per tool, account, region and check with findings at the moment,
-- longest unconfirmed first.
--
-- @param account  TEXT     As its provider names it; NULL is all.
-- @param as_of    INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at INTEGER  The last ingest to believe; NULL is all.
-- @column tool            TEXT     The scanner.
-- @column provider        TEXT     The cloud or other provider.
-- @column account         TEXT     As the provider names it.
-- @column region          TEXT     As the provider names it.
-- @column rule            TEXT     The scanner's check.
-- @column last_covered_at TEXT     The newest scan that looked at it.
-- @column newest_scan_at  TEXT     The newest one of the tool and account.
-- @column findings        INTEGER  Findings that are not confirmed.
-- @column failing         INTEGER  Those of them that fail, muted ones too.
-- @uses in_force, unconfirmed_cell
SELECT
  tool.key AS tool,
  account.provider,
  account.key AS account,
  region.key AS region,
  rule.key AS rule,
  strftime('%Y-%m-%dT%H:%M:%SZ', gap.confirmed_at / 1000000, 'unixepoch')
    AS last_covered_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', gap.newest_at / 1000000, 'unixepoch')
    AS newest_scan_at,
  count(*) AS findings,
  sum(event.status_id = 1) AS failing
FROM in_force
CROSS JOIN event ON event.event_id = in_force.event_id
CROSS JOIN finding ON finding.finding_id = event.finding_id
CROSS JOIN unconfirmed_cell AS gap ON gap.cell_id = finding.cell_id
CROSS JOIN cell ON cell.cell_id = gap.cell_id
CROSS JOIN rule ON rule.rule_id = cell.rule_id
CROSS JOIN tool ON tool.tool_id = gap.tool_id
CROSS JOIN account ON account.account_id = cell.account_id
CROSS JOIN region ON region.region_id = cell.region_id
WHERE event.status_id <> 7
  AND (:account IS NULL OR account.key = :account)
GROUP BY gap.cell_id
ORDER BY
  gap.confirmed_at,
  account.provider,
  account.key,
  region.key,
  tool.key,
  rule.key;
