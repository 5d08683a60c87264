-- Findings that the newest scan of their tool and account did not look at.
--
-- One row per finding that is not gone and was last confirmed by an older
-- scan, longest ago first. It keeps its status: not looked at is neither
-- passed nor fixed.
--
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param severity  TEXT     Exactly this one; NULL is all.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column tool              TEXT     The scanner.
-- @column provider          TEXT     The cloud or other provider.
-- @column account           TEXT     As the provider names it.
-- @column region            TEXT     As the provider names it.
-- @column rule              TEXT     The scanner's check.
-- @column title             TEXT     The rule's title at the moment.
-- @column resource          TEXT     As the provider names it.
-- @column discriminator     TEXT     Tells several results apart.
-- @column status            TEXT     What was last known of it.
-- @column severity          TEXT     As the scan rated it.
-- @column is_muted          INTEGER  1 where the scanner suppresses it.
-- @column is_waived         INTEGER  1 where it is accepted.
-- @column since             TEXT     When it began to hold.
-- @column last_confirmed_at TEXT     The newest scan that looked at it.
-- @column newest_scan_at    TEXT     The newest one of its tool and account.
-- @column days              REAL     From last_confirmed_at to the moment.
-- @column is_stale          INTEGER  1 where that is more than the setting
--                                    freshness_days.
-- @uses unconfirmed_cell, asked_cell, in_force, rule_in_force,
--       waived_finding, setting_known
SELECT
  name.tool,
  name.provider,
  name.account,
  name.region,
  name.rule,
  revision.title,
  name.resource,
  name.discriminator,
  status.key AS status,
  severity.key AS severity,
  event.is_muted,
  event.finding_id IN (SELECT finding_id FROM waived_finding) AS is_waived,
  strftime('%Y-%m-%dT%H:%M:%SZ', event.since_at / 1000000, 'unixepoch')
    AS since,
  strftime('%Y-%m-%dT%H:%M:%SZ', gap.confirmed_at / 1000000, 'unixepoch')
    AS last_confirmed_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', gap.newest_at / 1000000, 'unixepoch')
    AS newest_scan_at,
  round(
    (ifnull(:as_of / 1000000, unixepoch()) - gap.confirmed_at / 1000000)
      / 86400.0,
    2
  ) AS days,
  gap.confirmed_at / 1000000 < ifnull(:as_of / 1000000, unixepoch())
    - 86400 * (
      SELECT CAST(value AS INTEGER)
      FROM setting_known
      WHERE key = 'freshness_days'
    ) AS is_stale
FROM unconfirmed_cell AS gap
CROSS JOIN asked_cell ON asked_cell.cell_id = gap.cell_id
CROSS JOIN finding ON finding.cell_id = gap.cell_id
CROSS JOIN in_force ON in_force.finding_id = finding.finding_id
CROSS JOIN event ON event.event_id = in_force.event_id
CROSS JOIN _finding_name AS name ON name.finding_id = finding.finding_id
CROSS JOIN status ON status.status_id = event.status_id
CROSS JOIN severity ON severity.severity_id = event.severity_id
LEFT JOIN rule_in_force AS own ON own.rule_id = name.rule_id
LEFT JOIN rule_revision AS revision
  ON revision.rule_revision_id = own.rule_revision_id
WHERE event.status_id <> 7
  AND (:severity IS NULL OR severity.key = :severity)
ORDER BY
  gap.confirmed_at,
  event.status_id,
  event.severity_id,
  name.provider,
  name.account,
  name.region,
  name.tool,
  name.rule,
  name.resource,
  name.discriminator;
