-- Findings that fall under one framework and not under another, worst first.
--
-- One row per finding that is not gone and whose check belongs to the one, by
-- its scope, a mapping or an equivalent's, and not to the other.
--
-- @param framework TEXT     Key or alias, in any case. (required)
-- @param other     TEXT     The other framework, likewise. (required)
-- @param status    TEXT     One of fail, pass, manual, error, not_applicable,
--                           unknown; NULL is all.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param severity  TEXT     Exactly this one; NULL is all.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column tool            TEXT     The scanner.
-- @column provider        TEXT     The cloud or other provider.
-- @column account         TEXT     As the provider names it.
-- @column region          TEXT     As the provider names it.
-- @column rule            TEXT     The scanner's check.
-- @column title           TEXT     The rule's title at the moment.
-- @column resource        TEXT     As the provider names it.
-- @column discriminator   TEXT     Tells several results apart.
-- @column status          TEXT     What holds at the moment.
-- @column severity        TEXT     As the scan rated it.
-- @column is_muted        INTEGER  1 where the scanner suppresses it.
-- @column is_waived       INTEGER  1 where it is accepted for the one.
-- @column since           TEXT     When it began to hold.
-- @column requirements    TEXT     Edition and number of each of the one.
-- @column artifact_sha256 TEXT     The file that says so.
-- @uses in_force, rule_in_force, rule_mapping, rule_member, wanted,
--       waived_finding
WITH
other_framework AS MATERIALIZED (
  SELECT framework_id
  FROM framework
  WHERE lower(key) = lower(:other)
    OR framework_id IN (
      SELECT framework_id
      FROM framework_alias
      WHERE alias = lower(:other)
    )
),
listed AS MATERIALIZED (
  SELECT
    member.rule_id,
    (
      SELECT revision.title
      FROM rule_in_force AS own
      CROSS JOIN rule_revision AS revision
        ON revision.rule_revision_id = own.rule_revision_id
      WHERE own.rule_id = member.rule_id
    ) AS title,
    (
      SELECT group_concat(each.name, ', ')
      FROM (
        SELECT edition.key || ' ' || requirement.key AS name
        FROM rule_mapping AS mapping
        CROSS JOIN requirement
          ON requirement.requirement_id = mapping.requirement_id
        CROSS JOIN edition ON edition.edition_id = requirement.edition_id
        WHERE mapping.rule_id = member.rule_id
          AND edition.framework_id IN (SELECT framework_id FROM wanted)
        ORDER BY edition.key, requirement.key
      ) AS each
    ) AS requirements
  FROM wanted
  CROSS JOIN rule_member AS member ON member.framework_id = wanted.framework_id
  WHERE member.rule_id NOT IN (
    SELECT elsewhere.rule_id
    FROM rule_member AS elsewhere
    CROSS JOIN other_framework AS other
      ON other.framework_id = elsewhere.framework_id
  )
)
SELECT
  name.tool,
  name.provider,
  name.account,
  name.region,
  name.rule,
  listed.title,
  name.resource,
  name.discriminator,
  status.key AS status,
  severity.key AS severity,
  event.is_muted,
  event.finding_id IN (SELECT finding_id FROM waived_finding) AS is_waived,
  strftime('%Y-%m-%dT%H:%M:%SZ', event.since_at / 1000000, 'unixepoch')
    AS since,
  listed.requirements,
  lower(hex(artifact.sha256)) AS artifact_sha256
FROM listed
CROSS JOIN cell ON cell.rule_id = listed.rule_id
CROSS JOIN _finding_name AS name ON name.cell_id = cell.cell_id
CROSS JOIN in_force ON in_force.finding_id = name.finding_id
CROSS JOIN event ON event.event_id = in_force.event_id
CROSS JOIN status ON status.status_id = event.status_id
CROSS JOIN severity ON severity.severity_id = event.severity_id
CROSS JOIN scan ON scan.scan_id = event.scan_id
CROSS JOIN artifact ON artifact.artifact_id = scan.artifact_id
WHERE event.status_id <> 7
  AND (:status IS NULL OR status.key = :status)
  AND (:account IS NULL OR name.account = :account)
  AND (:severity IS NULL OR severity.key = :severity)
ORDER BY
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
