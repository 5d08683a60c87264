-- Which checks were evidence for a requirement, from when to when, by whom.
--
-- One row per requirement, check and stretch of time in which the check, or a
-- rule that is equivalent to it, named the requirement, or a document named
-- both, where it reaches into the period. The first description of a check and
-- the first version of a document also hold for the time before them: that is
-- no change. An equivalence counts from when it was recorded. A check that
-- no scan has reported is only a name, and not listed.
--
-- @param framework   TEXT     Key or alias, in any case; NULL is all.
-- @param edition     TEXT     Its key; NULL is all.
-- @param requirement TEXT     Its number in the edition; NULL is all.
-- @param from_at     INTEGER  Microseconds of UTC, exclusive; NULL is all.
-- @param as_of       INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at    INTEGER  The last ingest to believe; NULL is all.
-- @column framework        TEXT     Its key.
-- @column edition          TEXT     Its key.
-- @column requirement      TEXT     Its number in the edition.
-- @column tool             TEXT     The scanner.
-- @column rule             TEXT     The scanner's check.
-- @column via              TEXT     mapping, document, or equivalence.
-- @column source           TEXT     Catalog and key of the rule that is mapped
--                                   or, for a document's statement about the
--                                   check itself, that document's catalog.
-- @column mapped_from      TEXT     Since when it is so described; NULL where
--                                   a document's first version does.
-- @column mapped_to        TEXT     Until when; NULL where it still is.
-- @column is_changed       INTEGER  1 where it began or ended in the period.
-- @column artifact_path    TEXT     The file that describes it so first; one
--                                   of them where scans of one instant do.
-- @column artifact_sha256  TEXT     The SHA-256 of that file.
-- @column equivalence_path TEXT    The file that states the equivalence.
-- @uses asked_requirement, tool_rule
WITH
described AS (
  SELECT
    rule_id,
    since_at,
    lead(since_at) OVER rule_order AS until_at,
    mapping_set_id,
    artifact_id
  FROM rule_revision
  WHERE since_at <= ifnull(:as_of, 9223372036854775806)
    AND ifnull(recorded_in <= :known_at, 1)
    AND (superseded_in IS NULL OR superseded_in > :known_at)
  WINDOW rule_order AS (PARTITION BY rule_id ORDER BY since_at, content_id)
),
revision AS MATERIALIZED (
  SELECT
    rule_id,
    row_number() OVER (PARTITION BY rule_id ORDER BY since_at) AS number,
    since_at,
    until_at,
    mapping_set_id,
    artifact_id
  FROM described
  -- Of two descriptions of one instant the other holds.
  WHERE ifnull(until_at > since_at, 1)
),
named AS (
  SELECT
    revision.rule_id,
    asked.requirement_id,
    revision.number,
    revision.number - row_number() OVER (
      PARTITION BY revision.rule_id, asked.requirement_id
      ORDER BY revision.number
    ) AS island,
    revision.since_at,
    revision.until_at,
    revision.artifact_id
  FROM revision
  CROSS JOIN mapping_set_member AS member
    ON member.mapping_set_id = revision.mapping_set_id
  CROSS JOIN asked_requirement AS asked
    ON asked.requirement_id = member.requirement_id
),
mapping AS MATERIALIZED (
  SELECT
    rule_id,
    requirement_id,
    -- The columns beside it are of the first revision, too.
    min(number) = 1 AS is_first,
    since_at,
    ended_at AS until_at,
    artifact_id
  FROM (
    SELECT
      rule_id,
      requirement_id,
      number,
      island,
      since_at,
      last_value(until_at) OVER (
        PARTITION BY rule_id, requirement_id, island
        ORDER BY number
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS ended_at,
      artifact_id
    FROM named
  )
  GROUP BY rule_id, requirement_id, island
),
statement AS MATERIALIZED (
  SELECT
    statement.catalog_id,
    statement.rule_id,
    statement.requirement_id,
    statement.since_at,
    CASE
      WHEN ifnull(statement.superseded_in <= :known_at, 1)
        AND ifnull(statement.ended_at <= :as_of, 1)
        THEN statement.ended_at
    END AS until_at,
    statement.artifact_id
  FROM asked_requirement AS asked
  CROSS JOIN requirement_mapping AS statement
    ON statement.requirement_id = asked.requirement_id
  WHERE statement.rule_id IS NOT NULL
    AND statement.since_at <= ifnull(:as_of, 9223372036854775806)
    AND ifnull(statement.recorded_in <= :known_at, 1)
),
-- A statement that goes on where another one ends, for another reason or of
-- another spelling, begins nothing.
begun AS (
  SELECT
    catalog_id,
    rule_id,
    requirement_id,
    since_at,
    until_at,
    artifact_id,
    ifnull(
      since_at > max(ifnull(until_at, 9223372036854775807)) OVER (
        PARTITION BY catalog_id, rule_id, requirement_id
        ORDER BY since_at, ifnull(until_at, 9223372036854775807)
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
      ),
      1
    ) AS is_start
  FROM statement
),
numbered AS (
  SELECT
    catalog_id,
    rule_id,
    requirement_id,
    since_at,
    until_at,
    artifact_id,
    sum(is_start) OVER (
      PARTITION BY catalog_id, rule_id, requirement_id
      ORDER BY since_at, ifnull(until_at, 9223372036854775807)
      ROWS UNBOUNDED PRECEDING
    ) AS island
  FROM begun
),
named_by AS MATERIALIZED (
  SELECT
    rule_id,
    requirement_id,
    NULL AS catalog_id,
    is_first,
    since_at,
    until_at,
    artifact_id
  FROM mapping
  UNION ALL
  SELECT
    rule_id,
    requirement_id,
    catalog_id,
    -- The columns beside it are of the first statement, too.
    min(since_at) = -9223372036854775808,
    since_at,
    nullif(
      (
        SELECT max(ifnull(other.until_at, 9223372036854775807))
        FROM numbered AS other
        WHERE other.catalog_id = numbered.catalog_id
          AND other.rule_id = numbered.rule_id
          AND other.requirement_id = numbered.requirement_id
          AND other.island = numbered.island
      ),
      9223372036854775807
    ),
    artifact_id
  FROM numbered
  GROUP BY catalog_id, rule_id, requirement_id, island
),
mapped AS (
  SELECT
    rule_id,
    requirement_id,
    rule_id AS source_rule_id,
    catalog_id,
    is_first,
    since_at,
    until_at,
    artifact_id,
    NULL AS equivalence_artifact_id
  FROM named_by
  UNION ALL
  SELECT
    pair.rule_id,
    mapping.requirement_id,
    mapping.rule_id,
    NULL,
    mapping.is_first AND mapping.since_at > told.recorded_at,
    max(mapping.since_at, told.recorded_at),
    nullif(
      min(
        ifnull(mapping.until_at, 9223372036854775807),
        ifnull(ended.recorded_at, 9223372036854775807)
      ),
      9223372036854775807
    ),
    mapping.artifact_id,
    pair.artifact_id
  FROM named_by AS mapping
  CROSS JOIN _equivalent AS pair ON pair.equivalent_rule_id = mapping.rule_id
  CROSS JOIN ingest AS told ON told.ingest_id = pair.recorded_in
  LEFT JOIN ingest AS ended
    ON ended.ingest_id = pair.superseded_in
    AND ifnull(ended.ingest_id <= :known_at, 1)
    AND ifnull(ended.recorded_at <= :as_of, 1)
  WHERE ifnull(pair.recorded_in <= :known_at, 1)
)
SELECT
  asked.framework,
  asked.edition,
  asked.requirement,
  tool.key AS tool,
  rule.key AS rule,
  CASE
    WHEN mapped.source_rule_id <> mapped.rule_id THEN 'equivalence'
    WHEN mapped.catalog_id IS NULL THEN 'mapping'
    ELSE 'document'
  END AS via,
  ifnull(document.key, source_catalog.key || '/' || source.key) AS source,
  strftime('%Y-%m-%dT%H:%M:%SZ', mapped.since_at / 1000000, 'unixepoch')
    AS mapped_from,
  strftime('%Y-%m-%dT%H:%M:%SZ', mapped.until_at / 1000000, 'unixepoch')
    AS mapped_to,
  (
    NOT mapped.is_first
    AND ifnull(mapped.since_at > :from_at, 1)
    AND ifnull(mapped.since_at <= :as_of, 1)
  )
  OR ifnull(
    mapped.until_at > ifnull(:from_at, -9223372036854775808)
    AND mapped.until_at <= ifnull(:as_of, 9223372036854775806),
    0
  ) AS is_changed,
  artifact.path AS artifact_path,
  lower(hex(artifact.sha256)) AS artifact_sha256,
  stating.path AS equivalence_path
FROM mapped
CROSS JOIN asked_requirement AS asked
  ON asked.requirement_id = mapped.requirement_id
CROSS JOIN tool_rule ON tool_rule.rule_id = mapped.rule_id
CROSS JOIN rule ON rule.rule_id = mapped.rule_id
CROSS JOIN catalog ON catalog.catalog_id = rule.catalog_id
CROSS JOIN tool ON tool.tool_id = catalog.tool_id
CROSS JOIN rule AS source ON source.rule_id = mapped.source_rule_id
CROSS JOIN catalog AS source_catalog
  ON source_catalog.catalog_id = source.catalog_id
CROSS JOIN artifact ON artifact.artifact_id = mapped.artifact_id
LEFT JOIN catalog AS document ON document.catalog_id = mapped.catalog_id
LEFT JOIN artifact AS stating
  ON stating.artifact_id = mapped.equivalence_artifact_id
WHERE ifnull(mapped.until_at > :from_at, 1)
  AND ifnull(mapped.until_at > mapped.since_at, 1)
  AND ifnull(mapped.since_at <= :as_of, 1)
ORDER BY
  asked.framework,
  asked.edition,
  asked.requirement,
  tool.key,
  rule.key,
  via DESC,
  source,
  mapped.since_at,
  mapped.until_at,
  artifact.path,
  equivalence_path;
