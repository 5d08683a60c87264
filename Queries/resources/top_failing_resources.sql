-- Resources with the most failing findings at a moment.
--
-- One row per resource. Muted findings do not count.
--
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param severity  TEXT     Exactly this one; NULL is all.
-- @param limit     INTEGER  How many rows at most; NULL is 10.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column provider       TEXT     The cloud or other provider.
-- @column account        TEXT     As the provider names it.
-- @column region         TEXT     As the provider names it.
-- @column resource       TEXT     As the provider names it.
-- @column resource_name  TEXT     As a scanner shows it.
-- @column resource_type  TEXT     As a scanner shows it.
-- @column worst_severity TEXT     The worst of its failing findings.
-- @column failing        INTEGER  Findings that fail.
-- @column rules          INTEGER  Checks that fail.
-- @column oldest_since   TEXT     Since when the oldest one holds.
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
-- Each finding's event in force at the moment. until_at tells it, but under
-- present knowledge only: under an earlier one it is the newest then known.
in_force AS (
  SELECT event_id, finding_id
  FROM known_event AS event
  WHERE CASE
    WHEN :known_at IS NULL
      THEN until_at > ifnull(:as_of, 9223372036854775806)
    ELSE NOT EXISTS (
      SELECT 1
      FROM known_event AS later
      WHERE later.finding_id = event.finding_id
        AND later.since_at >= event.since_at
        AND (
          later.since_at > event.since_at
          OR (SELECT tie_break FROM scan WHERE scan_id = later.scan_id)
            > (SELECT tie_break FROM scan WHERE scan_id = event.scan_id)
        )
    )
  END
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
failing_resource AS (
  SELECT
    name.provider,
    name.account,
    name.region,
    name.resource,
    min(event.resource_label_id) AS resource_label_id,
    min(event.severity_id) AS severity_id,
    count(*) AS failing,
    count(DISTINCT name.rule_id) AS rules,
    min(event.since_at) AS oldest_at
  FROM in_force
  CROSS JOIN event ON event.event_id = in_force.event_id
  CROSS JOIN finding_name AS name ON name.finding_id = event.finding_id
  CROSS JOIN severity ON severity.severity_id = event.severity_id
  WHERE event.status_id = 1
    AND event.is_muted = 0
    AND (:account IS NULL OR name.account = :account)
    AND (:severity IS NULL OR severity.key = :severity)
    AND (
      :framework IS NULL
      OR name.rule_id IN (
        SELECT member.rule_id
        FROM rule_member AS member
        JOIN wanted ON wanted.framework_id = member.framework_id
      )
    )
  GROUP BY name.resource_id
)
SELECT
  failing.provider,
  failing.account,
  failing.region,
  failing.resource,
  -- A label's number comes from its text, so the choice is the same always.
  label.name AS resource_name,
  label.type AS resource_type,
  severity.key AS worst_severity,
  failing.failing,
  failing.rules,
  strftime('%Y-%m-%dT%H:%M:%SZ', failing.oldest_at / 1000000, 'unixepoch')
    AS oldest_since
FROM failing_resource AS failing
CROSS JOIN severity ON severity.severity_id = failing.severity_id
CROSS JOIN resource_label AS label
  ON label.resource_label_id = failing.resource_label_id
ORDER BY
  failing.failing DESC,
  failing.severity_id,
  failing.provider,
  failing.account,
  failing.region,
  failing.resource
LIMIT ifnull(:limit, 10);
