-- Resources on which two scanners disagree: one says fail, the other pass.
--
-- One row per failing finding and passing finding of another scanner, on the
-- same resource, whose checks are equivalent: to each other, or both to one
-- rule of a catalog. Newest failures first. Of a framework are those of which
-- either check belongs to it.
--
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param resource  TEXT     As its provider names it; NULL is all.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column provider                TEXT     The cloud or other provider.
-- @column account                 TEXT     As the provider names it.
-- @column resource                TEXT     As the provider names it.
-- @column equivalence             TEXT     The rule that both are equivalent
--                                          to; NULL where to each other.
-- @column failing_tool            TEXT     The scanner that says fail.
-- @column failing_rule            TEXT     Its check.
-- @column failing_region          TEXT     Where it has seen the resource.
-- @column failing_discriminator   TEXT     Tells several results apart.
-- @column severity                TEXT     As that scanner rated it.
-- @column is_muted                INTEGER  1 where it suppresses it.
-- @column failing_since           TEXT     When that began to hold.
-- @column failing_confirmed_at    TEXT     Its newest scan that looked.
-- @column failing_detail          TEXT     What it says.
-- @column failing_artifact_sha256 TEXT     The file that says so.
-- @column passing_tool            TEXT     The scanner that says pass.
-- @column passing_rule            TEXT     Its check.
-- @column passing_region          TEXT     Where it has seen the resource.
-- @column passing_discriminator   TEXT     Tells several results apart.
-- @column passing_since           TEXT     When that began to hold.
-- @column passing_confirmed_at    TEXT     Its newest scan that looked.
-- @column passing_detail          TEXT     What it says.
-- @column passing_artifact_sha256 TEXT     The file that says so.
-- @uses in_force, rule_member, wanted, confirmed
WITH
known_pair AS MATERIALIZED (
  SELECT DISTINCT rule_id, equivalent_rule_id
  FROM _equivalent
  WHERE ifnull(recorded_in <= :known_at, 1)
    AND (superseded_in IS NULL OR superseded_in > :known_at)
),
same_check AS MATERIALIZED (
  SELECT rule_id, equivalent_rule_id, NULL AS equivalence
  FROM known_pair
  UNION ALL
  SELECT
    one.rule_id,
    other.rule_id,
    min(catalog.key || '/' || rule.key)
  FROM known_pair AS one
  CROSS JOIN known_pair AS other
    ON other.equivalent_rule_id = one.equivalent_rule_id
  CROSS JOIN rule ON rule.rule_id = one.equivalent_rule_id
  CROSS JOIN catalog ON catalog.catalog_id = rule.catalog_id
  WHERE (one.rule_id, other.rule_id) NOT IN (
    SELECT rule_id, equivalent_rule_id
    FROM known_pair
  )
  GROUP BY one.rule_id, other.rule_id
),
compared AS MATERIALIZED (
  SELECT
    same_check.rule_id,
    same_check.equivalent_rule_id,
    same_check.equivalence
  FROM same_check
  CROSS JOIN rule ON rule.rule_id = same_check.rule_id
  CROSS JOIN catalog ON catalog.catalog_id = rule.catalog_id
  CROSS JOIN rule AS other ON other.rule_id = same_check.equivalent_rule_id
  CROSS JOIN catalog AS other_catalog
    ON other_catalog.catalog_id = other.catalog_id
  WHERE catalog.tool_id <> other_catalog.tool_id
    AND (
      :framework IS NULL
      OR EXISTS (
        SELECT 1
        FROM rule_member AS member
        CROSS JOIN wanted ON wanted.framework_id = member.framework_id
        WHERE member.rule_id IN (
          same_check.rule_id,
          same_check.equivalent_rule_id
        )
      )
    )
),
verdict AS MATERIALIZED (
  SELECT
    name.rule_id,
    name.cell_id,
    name.account_id,
    name.tool,
    name.provider,
    name.account,
    name.region,
    name.rule,
    name.resource,
    name.discriminator,
    event.event_id,
    event.status_id
  FROM (
    SELECT rule_id
    FROM compared
    UNION
    SELECT equivalent_rule_id
    FROM compared
  ) AS asked
  CROSS JOIN cell ON cell.rule_id = asked.rule_id
  CROSS JOIN _finding_name AS name ON name.cell_id = cell.cell_id
  CROSS JOIN in_force ON in_force.finding_id = name.finding_id
  CROSS JOIN event ON event.event_id = in_force.event_id
  WHERE event.status_id IN (1, 5)
    AND (:account IS NULL OR name.account = :account)
    AND (:resource IS NULL OR name.resource = :resource)
)
SELECT
  failing.provider,
  failing.account,
  failing.resource,
  compared.equivalence,
  failing.tool AS failing_tool,
  failing.rule AS failing_rule,
  failing.region AS failing_region,
  failing.discriminator AS failing_discriminator,
  severity.key AS severity,
  failure.is_muted,
  strftime('%Y-%m-%dT%H:%M:%SZ', failure.since_at / 1000000, 'unixepoch')
    AS failing_since,
  strftime(
    '%Y-%m-%dT%H:%M:%SZ',
    failing_confirmed.confirmed_at / 1000000,
    'unixepoch'
  ) AS failing_confirmed_at,
  replace(
    failing_detail.text, failing_detail.name_mark, failing_label.name
  ) AS failing_detail,
  lower(hex(failing_artifact.sha256)) AS failing_artifact_sha256,
  passing.tool AS passing_tool,
  passing.rule AS passing_rule,
  passing.region AS passing_region,
  passing.discriminator AS passing_discriminator,
  strftime('%Y-%m-%dT%H:%M:%SZ', pass.since_at / 1000000, 'unixepoch')
    AS passing_since,
  strftime(
    '%Y-%m-%dT%H:%M:%SZ',
    passing_confirmed.confirmed_at / 1000000,
    'unixepoch'
  ) AS passing_confirmed_at,
  replace(
    passing_detail.text, passing_detail.name_mark, passing_label.name
  ) AS passing_detail,
  lower(hex(passing_artifact.sha256)) AS passing_artifact_sha256
FROM compared
CROSS JOIN verdict AS failing
  ON failing.rule_id = compared.rule_id
  AND failing.status_id = 1
CROSS JOIN verdict AS passing
  ON passing.rule_id = compared.equivalent_rule_id
  AND passing.status_id = 5
  AND passing.account_id = failing.account_id
  AND passing.resource = failing.resource
CROSS JOIN event AS failure ON failure.event_id = failing.event_id
CROSS JOIN event AS pass ON pass.event_id = passing.event_id
CROSS JOIN severity ON severity.severity_id = failure.severity_id
CROSS JOIN detail AS failing_detail
  ON failing_detail.detail_id = failure.detail_id
CROSS JOIN resource_label AS failing_label
  ON failing_label.resource_label_id = failure.resource_label_id
CROSS JOIN detail AS passing_detail
  ON passing_detail.detail_id = pass.detail_id
CROSS JOIN resource_label AS passing_label
  ON passing_label.resource_label_id = pass.resource_label_id
CROSS JOIN scan AS failing_scan ON failing_scan.scan_id = failure.scan_id
CROSS JOIN artifact AS failing_artifact
  ON failing_artifact.artifact_id = failing_scan.artifact_id
CROSS JOIN scan AS passing_scan ON passing_scan.scan_id = pass.scan_id
CROSS JOIN artifact AS passing_artifact
  ON passing_artifact.artifact_id = passing_scan.artifact_id
LEFT JOIN confirmed AS failing_confirmed
  ON failing_confirmed.cell_id = failing.cell_id
LEFT JOIN confirmed AS passing_confirmed
  ON passing_confirmed.cell_id = passing.cell_id
ORDER BY
  failure.since_at DESC,
  failing.provider,
  failing.account,
  failing.resource,
  failing.tool,
  failing.rule,
  failing.region,
  failing.discriminator,
  passing.tool,
  passing.rule,
  passing.region,
  passing.discriminator;
