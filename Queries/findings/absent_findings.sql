-- Findings that the newest scan of their tool and account does not report, and
-- why.
--
-- One row per finding. gone: it was looked for and not there, where from_at is
-- given since then. account_not_scanned: no scan looked at its account since
-- from_at. region_not_covered: the newest scan did not look at its region.
-- rule_not_covered: it did, but not by this check. Only the first is a reason
-- to take it for deleted; none says that it was fixed.
--
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param severity  TEXT     When it was last reported; NULL is all.
-- @param from_at   INTEGER  Microseconds of UTC, exclusive; NULL is the start.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column reason            TEXT     gone and so on.
-- @column tool              TEXT     The scanner.
-- @column provider          TEXT     The cloud or other provider.
-- @column account           TEXT     As the provider names it.
-- @column region            TEXT     As the provider names it.
-- @column rule              TEXT     The scanner's check.
-- @column title             TEXT     The rule's title at the moment.
-- @column resource          TEXT     As the provider names it.
-- @column discriminator     TEXT     Tells several results apart.
-- @column last_status       TEXT     What was last reported of it.
-- @column severity          TEXT     As it was rated then.
-- @column is_muted          INTEGER  1 where it was suppressed then.
-- @column since             TEXT     When that began to hold.
-- @column gone_at           TEXT     The scan that missed it, where gone.
-- @column last_confirmed_at TEXT     The newest scan that looked for it.
-- @column newest_scan_at    TEXT     The newest one of its tool and account.
-- @column days              REAL     From gone_at, else last_confirmed_at.
-- @uses asked_cell, confirmed, newest_scan, in_force, known_event,
--       rule_in_force
WITH
newest_region AS MATERIALIZED (
  SELECT
    scan.tool_id,
    coverage.account_id,
    -- Set 0 is every region, and has no members.
    iif(coverage.region_set_id = 0, 0, member.region_id) AS region_id
  FROM newest_scan
  CROSS JOIN scan
    ON scan.tool_id = newest_scan.tool_id
    AND scan.scanned_at = newest_scan.scanned_at
  CROSS JOIN scan_coverage AS coverage
    ON coverage.scan_id = scan.scan_id
    AND coverage.account_id = newest_scan.account_id
  LEFT JOIN region_set_member AS member
    ON member.region_set_id = coverage.region_set_id
  WHERE ifnull(scan.ingest_id <= :known_at, 1)
),
place AS MATERIALIZED (
  SELECT
    cell.cell_id,
    confirmed.confirmed_at,
    newest_scan.scanned_at AS newest_at,
    CASE
      WHEN newest_scan.scanned_at <= :from_at THEN 'account_not_scanned'
      WHEN confirmed.confirmed_at = newest_scan.scanned_at THEN NULL
      WHEN EXISTS (
        SELECT 1
        FROM newest_region AS looked_at
        WHERE looked_at.tool_id = newest_scan.tool_id
          AND looked_at.account_id = newest_scan.account_id
          AND looked_at.region_id IN (0, cell.region_id)
      )
        THEN 'rule_not_covered'
      ELSE 'region_not_covered'
    END AS reason
  FROM asked_cell AS cell
  CROSS JOIN confirmed ON confirmed.cell_id = cell.cell_id
  CROSS JOIN rule ON rule.rule_id = cell.rule_id
  CROSS JOIN catalog ON catalog.catalog_id = rule.catalog_id
  CROSS JOIN newest_scan
    ON newest_scan.tool_id = catalog.tool_id
    AND newest_scan.account_id = cell.account_id
),
absent AS MATERIALIZED (
  SELECT
    event.finding_id,
    iif(event.status_id = 7, 'gone', place.reason) AS reason,
    iif(event.status_id = 7, event.since_at, NULL) AS gone_at,
    place.confirmed_at,
    place.newest_at,
    iif(
      event.status_id = 7,
      (
        SELECT known.event_id
        FROM known_event AS known
        CROSS JOIN scan ON scan.scan_id = known.scan_id
        WHERE known.finding_id = event.finding_id
          AND known.event_id <> event.event_id
        ORDER BY known.since_at DESC, scan.tie_break DESC
        LIMIT 1
      ),
      event.event_id
    ) AS last_event_id
  FROM in_force
  CROSS JOIN event ON event.event_id = in_force.event_id
  CROSS JOIN finding ON finding.finding_id = event.finding_id
  CROSS JOIN place ON place.cell_id = finding.cell_id
  WHERE iif(
    event.status_id = 7,
    ifnull(event.since_at > :from_at, 1),
    place.reason IS NOT NULL
  )
)
SELECT
  absent.reason,
  name.tool,
  name.provider,
  name.account,
  name.region,
  name.rule,
  revision.title,
  name.resource,
  name.discriminator,
  status.key AS last_status,
  severity.key AS severity,
  event.is_muted,
  strftime('%Y-%m-%dT%H:%M:%SZ', event.since_at / 1000000, 'unixepoch')
    AS since,
  strftime('%Y-%m-%dT%H:%M:%SZ', absent.gone_at / 1000000, 'unixepoch')
    AS gone_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', absent.confirmed_at / 1000000, 'unixepoch')
    AS last_confirmed_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', absent.newest_at / 1000000, 'unixepoch')
    AS newest_scan_at,
  round(
    (
      ifnull(:as_of / 1000000, unixepoch())
      - ifnull(absent.gone_at, absent.confirmed_at) / 1000000
    ) / 86400.0,
    2
  ) AS days
FROM absent
CROSS JOIN event ON event.event_id = absent.last_event_id
CROSS JOIN _finding_name AS name ON name.finding_id = absent.finding_id
CROSS JOIN status ON status.status_id = event.status_id
CROSS JOIN severity ON severity.severity_id = event.severity_id
LEFT JOIN rule_in_force AS own ON own.rule_id = name.rule_id
LEFT JOIN rule_revision AS revision
  ON revision.rule_revision_id = own.rule_revision_id
WHERE :severity IS NULL
  OR severity.key = :severity
ORDER BY
  CASE absent.reason
    WHEN 'account_not_scanned' THEN 1
    WHEN 'region_not_covered' THEN 2
    WHEN 'rule_not_covered' THEN 3
    ELSE 4
  END,
  event.status_id,
  event.severity_id,
  name.provider,
  name.account,
  name.region,
  name.tool,
  name.rule,
  name.resource,
  name.discriminator;
