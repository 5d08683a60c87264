-- Failing episodes: when each opened, how it ended and how long it took.
--
-- One row per episode that opened by the moment, open ones first, longest
-- first. One that closed later is open. An episode ends with pass (resolved)
-- or gone; other statuses neither open nor end one.
--
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param severity  TEXT     Exactly this one; NULL is all.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column tool             TEXT     The scanner.
-- @column provider         TEXT     The cloud or other provider.
-- @column account          TEXT     As the provider names it.
-- @column region           TEXT     As the provider names it.
-- @column rule             TEXT     The scanner's check.
-- @column resource         TEXT     As the provider names it.
-- @column discriminator    TEXT     Tells several results apart.
-- @column severity         TEXT     When it opened.
-- @column episode          INTEGER  Its number among those of the finding.
-- @column opened_at        TEXT     The first scan that says fail.
-- @column closed_at        TEXT     The scan that ended it; NULL where open.
-- @column outcome          TEXT     open, resolved or gone.
-- @column is_reopened      INTEGER  1 where the finding had failed before.
-- @column previous_episode INTEGER  The one before; NULL where there is none.
-- @column open_days        REAL     To its end, or to the moment asked for.
WITH
-- The log up to the moment, as it was known. Joins are CROSS from here on, so
-- that their order is the one written, whatever statistics the file has.
known_event AS NOT MATERIALIZED (
  SELECT event_id, finding_id, since_at, until_at, scan_id, status_id
  FROM event
  WHERE since_at <= ifnull(:as_of, 9223372036854775806)
    AND ifnull(recorded_in <= :known_at, 1)
    AND (superseded_in IS NULL OR superseded_in > :known_at)
),
-- As the view _finding_name, in a fixed order of joins.
finding_name AS NOT MATERIALIZED (
  SELECT
    finding.finding_id, finding.cell_id, finding.resource_id,
    cell.rule_id, cell.account_id, tool.key AS tool, account.provider,
    account.key AS account, region.key AS region, rule.key AS rule,
    resource.uid AS resource, finding.discriminator
  FROM finding
  CROSS JOIN cell ON cell.cell_id = finding.cell_id
  CROSS JOIN rule ON rule.rule_id = cell.rule_id
  CROSS JOIN catalog ON catalog.catalog_id = rule.catalog_id
  CROSS JOIN tool ON tool.tool_id = catalog.tool_id
  CROSS JOIN account ON account.account_id = cell.account_id
  CROSS JOIN region ON region.region_id = cell.region_id
  CROSS JOIN resource ON resource.resource_id = finding.resource_id
),
-- Each rule's revision in force at the moment: the nearest at or before it,
-- else the earliest after it.
rule_in_force AS MATERIALIZED (
  SELECT
    rule.rule_id,
    (
      SELECT revision.rule_revision_id
      FROM rule_revision AS revision
      WHERE revision.rule_id = rule.rule_id
        AND ifnull(revision.recorded_in <= :known_at, 1)
        AND (
          revision.superseded_in IS NULL
          OR revision.superseded_in > :known_at
        )
      ORDER BY
        revision.since_at > ifnull(:as_of, 9223372036854775806),
        abs(revision.since_at - ifnull(:as_of, 9223372036854775806)),
        revision.content_id DESC
      LIMIT 1
    ) AS rule_revision_id
  FROM rule
),
-- Each rule with the revisions that speak for it: its own, its equivalents'.
rule_source AS (
  SELECT rule_id, rule_revision_id
  FROM rule_in_force
  UNION
  SELECT pair.rule_id, equivalent.rule_revision_id
  FROM _equivalent AS pair
  JOIN rule_in_force AS equivalent
    ON equivalent.rule_id = pair.equivalent_rule_id
  WHERE ifnull(pair.recorded_in <= :known_at, 1)
    AND (pair.superseded_in IS NULL OR pair.superseded_in > :known_at)
),
-- Each rule and requirement that it is evidence for.
rule_mapping AS (
  SELECT DISTINCT source.rule_id, mapping.requirement_id
  FROM rule_source AS source
  JOIN rule_revision AS revision
    ON revision.rule_revision_id = source.rule_revision_id
  JOIN mapping_set_member AS mapping
    ON mapping.mapping_set_id = revision.mapping_set_id
),
-- Each rule and framework that it belongs to, by scope or mapping.
rule_member AS MATERIALIZED (
  SELECT source.rule_id, scope.framework_id
  FROM rule_source AS source
  JOIN rule_scope AS scope
    ON scope.rule_revision_id = source.rule_revision_id
  UNION
  SELECT mapping.rule_id, edition.framework_id
  FROM rule_mapping AS mapping
  JOIN requirement ON requirement.requirement_id = mapping.requirement_id
  JOIN edition ON edition.edition_id = requirement.edition_id
),
-- The framework asked for, by key or alias; all of them where none is.
wanted AS MATERIALIZED (
  SELECT framework_id, key
  FROM framework
  WHERE :framework IS NULL
    OR lower(key) = lower(:framework)
    OR framework_id IN (
      SELECT framework_id
      FROM framework_alias
      WHERE alias = lower(:framework)
    )
),
-- Only what decides an episode, of findings that ever failed.
decisive AS (
  SELECT
    known.finding_id,
    known.event_id,
    known.since_at,
    scan.tie_break,
    known.status_id,
    lag(known.status_id) OVER (
      PARTITION BY known.finding_id
      ORDER BY known.since_at, scan.tie_break
    ) AS previous_status_id
  FROM known_event AS known
  CROSS JOIN scan ON scan.scan_id = known.scan_id
  WHERE known.status_id IN (1, 5, 7)
),
turn AS (
  SELECT
    finding_id,
    event_id,
    status_id,
    since_at,
    tie_break,
    lead(since_at) OVER finding_order AS closed_at,
    lead(status_id) OVER finding_order AS closing_status_id
  FROM decisive
  WHERE (status_id = 1) <> (ifnull(previous_status_id, 0) = 1)
  WINDOW finding_order AS (
    PARTITION BY finding_id
    ORDER BY since_at, tie_break
  )
),
episode AS (
  SELECT
    finding_id,
    event_id,
    row_number() OVER (
      PARTITION BY finding_id
      ORDER BY since_at, tie_break
    ) AS episode,
    since_at AS opened_at,
    closed_at,
    CASE closing_status_id
      WHEN 5 THEN 'resolved'
      WHEN 7 THEN 'gone'
      ELSE 'open'
    END AS outcome
  FROM turn
  WHERE status_id = 1
)
SELECT
  name.tool,
  name.provider,
  name.account,
  name.region,
  name.rule,
  name.resource,
  name.discriminator,
  severity.key AS severity,
  episode.episode,
  strftime('%Y-%m-%dT%H:%M:%SZ', episode.opened_at / 1000000, 'unixepoch')
    AS opened_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', episode.closed_at / 1000000, 'unixepoch')
    AS closed_at,
  episode.outcome,
  episode.episode > 1 AS is_reopened,
  nullif(episode.episode - 1, 0) AS previous_episode,
  round(
    (
      coalesce(episode.closed_at / 1000000, :as_of / 1000000, unixepoch())
      - episode.opened_at / 1000000
    ) / 86400.0,
    2
  ) AS open_days
FROM episode
CROSS JOIN event ON event.event_id = episode.event_id
CROSS JOIN severity ON severity.severity_id = event.severity_id
CROSS JOIN finding_name AS name ON name.finding_id = episode.finding_id
WHERE (:account IS NULL OR name.account = :account)
  AND (:severity IS NULL OR severity.key = :severity)
  AND (
    :framework IS NULL
    OR name.rule_id IN (
      SELECT member.rule_id
      FROM rule_member AS member
      CROSS JOIN wanted ON wanted.framework_id = member.framework_id
    )
  )
ORDER BY
  episode.outcome = 'open' DESC,
  event.severity_id,
  open_days DESC,
  name.provider,
  name.account,
  name.region,
  name.tool,
  name.rule,
  name.resource,
  name.discriminator,
  episode.episode;
