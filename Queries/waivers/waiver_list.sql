-- Waivers: what each accepts, why, who approved it and until when.
--
-- One row per waiver, those in force first, the next to expire first. One that
-- fits a finding in force accepts it; with a framework or a requirement, for
-- that alone. What no longer holds and still fails, accepted by no other, is
-- in uncovered_failing.
--
-- @param state    TEXT     One of upcoming, in_force, expired, revoked;
--                          NULL is all.
-- @param days     INTEGER  What is_expiring means; NULL is 30.
-- @param as_of    INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at INTEGER  The last ingest to believe; NULL is all.
-- @column waiver_id         INTEGER  Its number.
-- @column state             TEXT     upcoming, in_force, expired or revoked.
-- @column is_expiring       INTEGER  1 where it ends within those days.
-- @column fits              TEXT     What it accepts, in words.
-- @column findings          INTEGER  Findings that it fits and are not gone.
-- @column failing           INTEGER  Those of them that fail, muted ones too.
-- @column uncovered_failing INTEGER  Those of these that nothing accepts.
-- @column reason            TEXT     Why.
-- @column owner             TEXT     Who answers for it.
-- @column approver          TEXT     Who accepted it.
-- @column ticket            TEXT     Where the decision is recorded.
-- @column starts_at         TEXT     When it begins.
-- @column expires_at        TEXT     The first moment without it.
-- @column revoked_at        TEXT     When it was ended before; NULL where not.
-- @column revoked_by        TEXT     Who ended it.
-- @column revocation_reason TEXT     Why.
-- @column recorded_at       TEXT     When it was recorded.
-- @column is_backdated      INTEGER  1 where it begins before that.
-- @uses waiver_known, waiver_fit, waived, in_force
WITH
fitting AS MATERIALIZED (
  SELECT
    fits.waiver_id,
    fits.finding_id,
    fits.framework_id,
    fits.requirement_id,
    event.status_id = 1 AS is_failing
  FROM waiver_fit AS fits
  CROSS JOIN in_force ON in_force.finding_id = fits.finding_id
  CROSS JOIN event ON event.event_id = in_force.event_id
  WHERE event.status_id <> 7
    AND fits.starts_at <= ifnull(:as_of, 9223372036854775806)
    AND fits.ends_at > ifnull(:as_of, 9223372036854775806)
),
counted AS MATERIALIZED (
  SELECT
    fitting.waiver_id,
    count(*) AS findings,
    sum(fitting.is_failing) AS failing,
    sum(
      fitting.is_failing
      AND (fitting.finding_id, 0, 0) NOT IN waived
      AND (fitting.finding_id, fitting.framework_id, 0) NOT IN waived
      AND (fitting.finding_id, 0, fitting.requirement_id) NOT IN waived
      AND (
        fitting.finding_id,
        (
          SELECT edition.framework_id
          FROM requirement
          JOIN edition ON edition.edition_id = requirement.edition_id
          WHERE requirement.requirement_id = fitting.requirement_id
        ),
        0
      ) IN waived IS NOT 1
    ) AS uncovered
  FROM fitting
  GROUP BY fitting.waiver_id
),
described AS (
  SELECT
    known.waiver_id,
    CASE
      WHEN known.ends_at <= ifnull(:as_of, unixepoch() * 1000000)
        THEN iif(known.ends_at < waiver.expires_at, 'revoked', 'expired')
      WHEN known.starts_at > ifnull(:as_of, unixepoch() * 1000000)
        THEN 'upcoming'
      ELSE 'in_force'
    END AS state,
    known.ends_at,
    substr(
      ifnull(
        (
          SELECT ', ' || name.tool || ' ' || name.rule || ' on '
            || name.resource || ' in ' || name.account || ' ' || name.region
            || ifnull(' (' || nullif(name.discriminator, '') || ')', '')
          FROM _finding_name AS name
          WHERE name.finding_id = waiver.finding_id
        ),
        ''
      )
      || ifnull(', rule ' || catalog.key || '/' || rule.key, '')
      || ifnull(', resource ' || waiver.resource_uid, '')
      || ifnull(', account ' || account.key, '')
      || ifnull(', tag ' || waiver.tag_key || '=' || waiver.tag_pattern, '')
      || ifnull(', for ' || framework.key || ' alone', '')
      || ifnull(
        ', for ' || edition.key || ' ' || requirement.key || ' alone',
        ''
      ),
      3
    ) AS fits
  FROM waiver_known AS known
  CROSS JOIN waiver ON waiver.waiver_id = known.waiver_id
  LEFT JOIN rule ON rule.rule_id = waiver.rule_id
  LEFT JOIN catalog ON catalog.catalog_id = rule.catalog_id
  LEFT JOIN account ON account.account_id = waiver.account_id
  LEFT JOIN framework ON framework.framework_id = waiver.framework_id
  LEFT JOIN requirement
    ON requirement.requirement_id = waiver.requirement_id
  LEFT JOIN edition ON edition.edition_id = requirement.edition_id
)
SELECT
  described.waiver_id,
  described.state,
  described.state = 'in_force'
    AND described.ends_at <= ifnull(:as_of, unixepoch() * 1000000)
      + 86400000000 * ifnull(:days, 30) AS is_expiring,
  described.fits,
  ifnull(counted.findings, 0) AS findings,
  ifnull(counted.failing, 0) AS failing,
  ifnull(counted.uncovered, 0) AS uncovered_failing,
  waiver.reason,
  waiver.owner,
  waiver.approver,
  waiver.ticket,
  strftime('%Y-%m-%dT%H:%M:%SZ', waiver.starts_at / 1000000, 'unixepoch')
    AS starts_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', waiver.expires_at / 1000000, 'unixepoch')
    AS expires_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', revocation.revoked_at / 1000000, 'unixepoch')
    AS revoked_at,
  revocation.revoked_by,
  revocation.reason AS revocation_reason,
  strftime('%Y-%m-%dT%H:%M:%SZ', ingest.recorded_at / 1000000, 'unixepoch')
    AS recorded_at,
  waiver.starts_at / 1000000 < ingest.recorded_at / 1000000 AS is_backdated
FROM described
CROSS JOIN waiver ON waiver.waiver_id = described.waiver_id
CROSS JOIN ingest ON ingest.ingest_id = waiver.recorded_in
LEFT JOIN waiver_revocation AS revocation
  ON revocation.waiver_id = waiver.waiver_id
  AND ifnull(revocation.recorded_in <= :known_at, 1)
LEFT JOIN counted ON counted.waiver_id = described.waiver_id
WHERE :state IS NULL
  OR described.state = :state
ORDER BY
  CASE described.state
    WHEN 'in_force' THEN 1
    WHEN 'upcoming' THEN 2
    WHEN 'expired' THEN 3
    ELSE 4
  END,
  waiver.expires_at,
  waiver.starts_at,
  described.fits,
  described.waiver_id;
