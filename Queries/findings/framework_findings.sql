-- Findings of a framework at a moment, worst first.
--
-- One row per framework and finding that is not gone, with the requirements
-- of that framework that it is evidence for.
--
-- @param framework TEXT     Key or alias, in any case. (required)
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param severity  TEXT     Exactly this one; NULL is all.
-- @param status    TEXT     Exactly this one; NULL is all.
-- @param rule      TEXT     A GLOB pattern of the check's key; NULL is all.
-- @param service   TEXT     A GLOB pattern of the rule's; NULL is all.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column framework         TEXT     Its key.
-- @column tool              TEXT     The scanner.
-- @column provider          TEXT     The cloud or other provider.
-- @column account           TEXT     As the provider names it.
-- @column region            TEXT     As the provider names it.
-- @column rule              TEXT     The scanner's check.
-- @column title             TEXT     The rule's title at the moment.
-- @column resource          TEXT     As the provider names it.
-- @column discriminator     TEXT     Tells several results apart.
-- @column resource_name     TEXT     As the scanner shows it.
-- @column resource_type     TEXT     As the scanner shows it.
-- @column status            TEXT     What holds at the moment.
-- @column severity          TEXT     As the scan rated it.
-- @column is_muted          INTEGER  1 where the scanner suppresses it.
-- @column is_waived         INTEGER  1 where it is accepted there.
-- @column since             TEXT     When it began to hold.
-- @column failing_since     TEXT     When its open failing episode began.
-- @column last_confirmed_at TEXT     The newest scan that looked at it.
-- @column requirements      TEXT     Edition and number of each, sorted.
-- @column detail            TEXT     What the scanner says.
-- @column artifact_sha256   TEXT     The file that says so.
-- @uses in_force, rule_in_force, rule_mapping, rule_member, wanted, confirmed,
--       waived, open_episode
WITH
acceptance_here AS MATERIALIZED (
  SELECT finding_id, framework_id
  FROM waived
  WHERE requirement_id = 0
),
listed AS MATERIALIZED (
  SELECT
    member.rule_id,
    member.framework_id,
    wanted.key AS framework,
    revision.title,
    revision.service,
    (
      SELECT group_concat(each.name, ', ')
      FROM (
        SELECT edition.key || ' ' || requirement.key AS name
        FROM rule_mapping AS mapping
        CROSS JOIN requirement
          ON requirement.requirement_id = mapping.requirement_id
        CROSS JOIN edition ON edition.edition_id = requirement.edition_id
        WHERE mapping.rule_id = member.rule_id
          AND edition.framework_id = member.framework_id
        ORDER BY edition.key, requirement.key
      ) AS each
    ) AS requirements
  FROM wanted
  CROSS JOIN rule_member AS member ON member.framework_id = wanted.framework_id
  CROSS JOIN rule_in_force AS own ON own.rule_id = member.rule_id
  LEFT JOIN rule_revision AS revision
    ON revision.rule_revision_id = own.rule_revision_id
)
SELECT
  listed.framework,
  name.tool,
  name.provider,
  name.account,
  name.region,
  name.rule,
  listed.title,
  name.resource,
  name.discriminator,
  label.name AS resource_name,
  label.type AS resource_type,
  status.key AS status,
  severity.key AS severity,
  event.is_muted,
  (event.finding_id, 0) IN acceptance_here
    OR (event.finding_id, listed.framework_id) IN acceptance_here
    AS is_waived,
  strftime('%Y-%m-%dT%H:%M:%SZ', event.since_at / 1000000, 'unixepoch')
    AS since,
  -- since also moves with severity, mute and detail.
  CASE
    WHEN event.status_id = 1
      THEN strftime(
        '%Y-%m-%dT%H:%M:%SZ',
        open_episode.opened_at / 1000000,
        'unixepoch'
      )
  END AS failing_since,
  strftime('%Y-%m-%dT%H:%M:%SZ', confirmed.confirmed_at / 1000000, 'unixepoch')
    AS last_confirmed_at,
  listed.requirements,
  replace(detail.text, detail.name_mark, label.name) AS detail,
  lower(hex(artifact.sha256)) AS artifact_sha256
FROM in_force
CROSS JOIN event ON event.event_id = in_force.event_id
CROSS JOIN _finding_name AS name ON name.finding_id = event.finding_id
CROSS JOIN listed ON listed.rule_id = name.rule_id
CROSS JOIN status ON status.status_id = event.status_id
CROSS JOIN severity ON severity.severity_id = event.severity_id
CROSS JOIN detail ON detail.detail_id = event.detail_id
CROSS JOIN resource_label AS label
  ON label.resource_label_id = event.resource_label_id
CROSS JOIN scan ON scan.scan_id = event.scan_id
CROSS JOIN artifact ON artifact.artifact_id = scan.artifact_id
LEFT JOIN confirmed ON confirmed.cell_id = name.cell_id
LEFT JOIN open_episode ON open_episode.finding_id = event.finding_id
WHERE event.status_id <> 7
  AND (:account IS NULL OR name.account = :account)
  AND (:severity IS NULL OR severity.key = :severity)
  AND (:status IS NULL OR status.key = :status)
  AND (:rule IS NULL OR name.rule GLOB :rule)
  AND (:service IS NULL OR listed.service GLOB :service)
ORDER BY
  listed.framework,
  event.status_id,
  event.is_muted,
  event.severity_id,
  name.provider,
  name.account,
  name.region,
  name.tool,
  name.rule,
  name.resource,
  name.discriminator;
