-- A resource over a period: what each check said of it, from when to when.
--
-- One row per finding of the resource and stretch of time in which its status
-- was the same and it was muted or not, where it reaches into the period. It
-- may have begun before: the period cuts nothing but the days.
--
-- @param resource TEXT     As its provider names it. (required)
-- @param rule     TEXT     A pattern, such as *public*; NULL is all.
-- @param account  TEXT     As its provider names it; NULL is all.
-- @param from_at  INTEGER  Microseconds of UTC, exclusive; NULL is the start.
-- @param as_of    INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at INTEGER  The last ingest to believe; NULL is all.
-- @column tool          TEXT     The scanner.
-- @column provider      TEXT     The cloud or other provider.
-- @column account       TEXT     As the provider names it.
-- @column region        TEXT     As the provider names it.
-- @column resource      TEXT     As the provider names it.
-- @column rule          TEXT     The scanner's check.
-- @column discriminator TEXT     Tells several results apart.
-- @column status        TEXT     From then on.
-- @column is_muted      INTEGER  1 where the scanner suppressed it.
-- @column since         TEXT     When it began to hold.
-- @column until         TEXT     When it ended; NULL where it still held.
-- @column days          REAL     How long it held in the period.
-- @uses known_event
WITH
told AS MATERIALIZED (
  SELECT
    known.finding_id,
    known.status_id,
    known.is_muted,
    known.since_at,
    lead(known.since_at) OVER (
      PARTITION BY known.finding_id
      ORDER BY known.since_at, scan.tie_break
    ) AS until_at
  FROM resource
  CROSS JOIN finding ON finding.resource_id = resource.resource_id
  CROSS JOIN known_event AS known ON known.finding_id = finding.finding_id
  CROSS JOIN scan ON scan.scan_id = known.scan_id
  WHERE resource.uid = :resource
),
-- What another scan of the same instant overruled held for no time.
held AS (
  SELECT
    finding_id,
    status_id,
    is_muted,
    since_at,
    lag(status_id) OVER finding_order AS previous_status_id,
    lag(is_muted) OVER finding_order AS was_muted
  FROM told
  WHERE ifnull(until_at > since_at, 1)
  WINDOW finding_order AS (PARTITION BY finding_id ORDER BY since_at)
),
turned AS (
  SELECT
    finding_id,
    status_id,
    is_muted,
    since_at,
    lead(since_at) OVER (PARTITION BY finding_id ORDER BY since_at)
      AS until_at
  FROM held
  WHERE previous_status_id IS NOT status_id
    OR was_muted IS NOT is_muted
)
SELECT
  name.tool,
  name.provider,
  name.account,
  name.region,
  name.resource,
  name.rule,
  name.discriminator,
  status.key AS status,
  turned.is_muted,
  strftime('%Y-%m-%dT%H:%M:%SZ', turned.since_at / 1000000, 'unixepoch')
    AS since,
  strftime('%Y-%m-%dT%H:%M:%SZ', turned.until_at / 1000000, 'unixepoch')
    AS until,
  round(
    (
      coalesce(turned.until_at, :as_of + 1, unixepoch() * 1000000)
      - max(turned.since_at, ifnull(:from_at + 1, turned.since_at))
    ) / 86400000000.0,
    2
  ) AS days
FROM turned
CROSS JOIN _finding_name AS name ON name.finding_id = turned.finding_id
CROSS JOIN status ON status.status_id = turned.status_id
WHERE ifnull(turned.until_at > :from_at + 1, 1)
  AND (:rule IS NULL OR name.rule GLOB :rule)
  AND (:account IS NULL OR name.account = :account)
ORDER BY
  name.provider,
  name.account,
  name.region,
  name.tool,
  name.rule,
  name.discriminator,
  turned.since_at;
