-- Findings that keep turning between failing and not failing.
--
-- One row per finding that turned at least so many times in the period, the
-- most restless first. It turns where it begins to fail, having passed or been
-- gone before, and where it passes or is gone, having failed. Other statuses
-- are no turn.
--
-- @param turns     INTEGER  How many at least; NULL is 3.
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param severity  TEXT     When it began to fail; NULL is all.
-- @param from_at   INTEGER  Microseconds of UTC, exclusive; NULL is the start.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column tool          TEXT     The scanner.
-- @column provider      TEXT     The cloud or other provider.
-- @column account       TEXT     As the provider names it.
-- @column region        TEXT     As the provider names it.
-- @column rule          TEXT     The scanner's check.
-- @column title         TEXT     The rule's title at the moment.
-- @column resource      TEXT     As the provider names it.
-- @column discriminator TEXT     Tells several results apart.
-- @column turns         INTEGER  How often it turned in the period.
-- @column first_turn_at TEXT     The first time.
-- @column last_turn_at  TEXT     The last time.
-- @column days_failing  REAL     How much of the period it failed.
-- @column status        TEXT     What holds at as_of.
-- @column is_muted      INTEGER  1 where it is suppressed at as_of.
-- @uses asked_episode, known_event, in_force, rule_in_force
WITH
asked AS (
  SELECT
    finding_id,
    rule_id,
    iif(episode = 1 AND is_new, opened_at, NULL) AS first_opened_at,
    iif(episode > 1 AND is_new, opened_at, NULL) AS reopened_at,
    closed_at,
    coalesce(closed_at, :as_of, unixepoch() * 1000000)
      - iif(is_new, opened_at, :from_at) AS failing
  FROM (
    SELECT
      finding_id,
      rule_id,
      episode,
      opened_at,
      closed_at,
      ifnull(opened_at > :from_at, 1) AS is_new
    FROM asked_episode
    WHERE ifnull(closed_at > :from_at, 1)
  ) AS episode
),
part AS MATERIALIZED (
  SELECT
    finding_id,
    rule_id,
    count(reopened_at) + count(closed_at) AS turns,
    min(ifnull(reopened_at, closed_at)) AS first_turn_at,
    max(ifnull(closed_at, reopened_at)) AS last_turn_at,
    min(first_opened_at) AS first_opened_at,
    sum(failing) AS failing
  FROM asked
  GROUP BY finding_id, rule_id
  HAVING turns >= ifnull(:turns, 3) - 1
),
-- That it failed for the first time is a turn where it was known before.
flapping AS (
  SELECT
    part.finding_id,
    part.rule_id,
    part.turns + part.is_turn AS turns,
    iif(part.is_turn, part.first_opened_at, part.first_turn_at)
      AS first_turn_at,
    ifnull(part.last_turn_at, part.first_opened_at) AS last_turn_at,
    part.failing
  FROM (
    SELECT
      finding_id,
      rule_id,
      turns,
      first_turn_at,
      last_turn_at,
      first_opened_at,
      failing,
      first_opened_at IS NOT NULL
        AND (
          SELECT known.status_id
          FROM known_event AS known
          CROSS JOIN scan ON scan.scan_id = known.scan_id
          WHERE known.finding_id = part.finding_id
            AND known.status_id IN (1, 5, 7)
          ORDER BY known.since_at, scan.tie_break
          LIMIT 1
        ) <> 1 AS is_turn
    FROM part
  ) AS part
)
SELECT
  name.tool,
  name.provider,
  name.account,
  name.region,
  name.rule,
  revision.title,
  name.resource,
  name.discriminator,
  flapping.turns,
  strftime(
    '%Y-%m-%dT%H:%M:%SZ',
    flapping.first_turn_at / 1000000,
    'unixepoch'
  ) AS first_turn_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', flapping.last_turn_at / 1000000, 'unixepoch')
    AS last_turn_at,
  round(flapping.failing / 86400000000.0, 2) AS days_failing,
  status.key AS status,
  event.is_muted
FROM flapping
CROSS JOIN _finding_name AS name ON name.finding_id = flapping.finding_id
CROSS JOIN in_force ON in_force.finding_id = flapping.finding_id
CROSS JOIN event ON event.event_id = in_force.event_id
CROSS JOIN status ON status.status_id = event.status_id
LEFT JOIN rule_in_force AS own ON own.rule_id = flapping.rule_id
LEFT JOIN rule_revision AS revision
  ON revision.rule_revision_id = own.rule_revision_id
WHERE flapping.turns >= ifnull(:turns, 3)
ORDER BY
  flapping.turns DESC,
  flapping.last_turn_at DESC,
  name.provider,
  name.account,
  name.region,
  name.tool,
  name.rule,
  name.resource,
  name.discriminator;
