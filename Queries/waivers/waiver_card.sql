-- One waiver: what it accepts and why, and the findings that it fits.
--
-- One row per fact, field and value; one per finding that it fits and that is
-- not gone at the moment, failing ones first. None where no such waiver was
-- known.
--
-- @param waiver_id INTEGER  The waiver's number. (required)
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column field    TEXT     What the value is.
-- @column value    TEXT     The value.
-- @uses waiver_known, waiver_fit, in_force
WITH
shown AS MATERIALIZED (
  SELECT
    waiver.waiver_id,
    waiver.starts_at,
    waiver.expires_at,
    known.ends_at,
    (
      SELECT name.tool || ' ' || name.rule || ' on ' || name.resource
        || ' in ' || name.account || ' ' || name.region
        || ifnull(' (' || nullif(name.discriminator, '') || ')', '')
      FROM _finding_name AS name
      WHERE name.finding_id = waiver.finding_id
    ) AS finding,
    catalog.key || '/' || rule.key AS rule,
    waiver.resource_uid AS resource,
    account.provider || ' ' || account.key AS account,
    waiver.tag_key || '=' || waiver.tag_pattern AS tag,
    framework.key AS framework,
    edition.key || ' ' || requirement.key AS requirement,
    waiver.reason,
    waiver.owner,
    waiver.approver,
    waiver.ticket,
    ingest.recorded_at,
    ingest.program_version,
    revocation.revoked_at,
    revocation.revoked_by,
    revocation.reason AS revocation_reason
  FROM waiver_known AS known
  CROSS JOIN waiver ON waiver.waiver_id = known.waiver_id
  CROSS JOIN ingest ON ingest.ingest_id = waiver.recorded_in
  LEFT JOIN rule ON rule.rule_id = waiver.rule_id
  LEFT JOIN catalog ON catalog.catalog_id = rule.catalog_id
  LEFT JOIN account ON account.account_id = waiver.account_id
  LEFT JOIN framework ON framework.framework_id = waiver.framework_id
  LEFT JOIN requirement
    ON requirement.requirement_id = waiver.requirement_id
  LEFT JOIN edition ON edition.edition_id = requirement.edition_id
  LEFT JOIN waiver_revocation AS revocation
    ON revocation.waiver_id = waiver.waiver_id
    AND ifnull(revocation.recorded_in <= :known_at, 1)
  WHERE known.waiver_id = :waiver_id
),
fact AS (
  SELECT 1 AS place, 'state' AS field,
    CASE
      WHEN ends_at <= ifnull(:as_of, unixepoch() * 1000000)
        THEN iif(ends_at < expires_at, 'revoked', 'expired')
      WHEN starts_at > ifnull(:as_of, unixepoch() * 1000000) THEN 'upcoming'
      ELSE 'in_force'
    END AS value
  FROM shown
  UNION ALL
  SELECT 2, 'from',
    strftime('%Y-%m-%dT%H:%M:%SZ', starts_at / 1000000, 'unixepoch')
    || iif(starts_at / 1000000 < recorded_at / 1000000, ', backdated', '')
  FROM shown
  UNION ALL
  SELECT 3, 'to before',
    strftime('%Y-%m-%dT%H:%M:%SZ', expires_at / 1000000, 'unixepoch')
  FROM shown
  UNION ALL
  SELECT 4, 'revoked',
    strftime('%Y-%m-%dT%H:%M:%SZ', revoked_at / 1000000, 'unixepoch')
    || ' by ' || revoked_by || ': ' || revocation_reason
  FROM shown
  UNION ALL
  SELECT 5, 'finding', finding FROM shown
  UNION ALL
  SELECT 6, 'check', rule FROM shown
  UNION ALL
  SELECT 7, 'resource', resource FROM shown
  UNION ALL
  SELECT 8, 'account', account FROM shown
  UNION ALL
  SELECT 9, 'tag', tag FROM shown
  UNION ALL
  SELECT 10, 'only in', framework FROM shown
  UNION ALL
  SELECT 11, 'only for', requirement FROM shown
  UNION ALL
  SELECT 12, 'reason', reason FROM shown
  UNION ALL
  SELECT 13, 'owner', owner FROM shown
  UNION ALL
  SELECT 14, 'approver', approver FROM shown
  UNION ALL
  SELECT 15, 'ticket', ticket FROM shown
  UNION ALL
  SELECT 16, 'recorded at',
    strftime('%Y-%m-%dT%H:%M:%SZ', recorded_at / 1000000, 'unixepoch')
    || ' by tickmark ' || program_version
  FROM shown
  UNION ALL
  SELECT 16 + event.status_id, 'fits a finding: ' || status.key,
    name.rule || ' on ' || name.resource || ' in ' || name.account || ' '
    || name.region || ifnull(' (' || nullif(name.discriminator, '') || ')', '')
  FROM shown
  CROSS JOIN waiver_fit AS fitting
    ON fitting.waiver_id = shown.waiver_id
    AND fitting.starts_at <= ifnull(:as_of, 9223372036854775806)
    AND fitting.ends_at > ifnull(:as_of, 9223372036854775806)
  CROSS JOIN in_force ON in_force.finding_id = fitting.finding_id
  CROSS JOIN event ON event.event_id = in_force.event_id
  CROSS JOIN status ON status.status_id = event.status_id
  CROSS JOIN _finding_name AS name ON name.finding_id = fitting.finding_id
  WHERE event.status_id <> 7
)
SELECT field, value
FROM fact
WHERE value IS NOT NULL
ORDER BY place, field, value;
