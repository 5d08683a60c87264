-- Findings that are accepted at a moment, and by what.
--
-- One row per finding that is not gone and waiver in force that fits it, the
-- next to expire first.
--
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param severity  TEXT     Exactly this one; NULL is all.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column waiver_id     INTEGER  The waiver's number.
-- @column tool          TEXT     The scanner.
-- @column provider      TEXT     The cloud or other provider.
-- @column account       TEXT     As the provider names it.
-- @column region        TEXT     As the provider names it.
-- @column rule          TEXT     The scanner's check.
-- @column resource      TEXT     As the provider names it.
-- @column discriminator TEXT     Tells several results apart.
-- @column status        TEXT     What holds at the moment.
-- @column severity      TEXT     As the scan rated it.
-- @column is_muted      INTEGER  1 where the scanner suppresses it.
-- @column since         TEXT     When it began to hold.
-- @column accepted_for  TEXT     A framework or requirement; NULL is all.
-- @column accepted_from TEXT     When the waiver begins.
-- @column accepted_to   TEXT     The first moment without it.
-- @column reason        TEXT     Why.
-- @column approver      TEXT     Who accepted it.
-- @column ticket        TEXT     Where the decision is recorded.
-- @uses waived_interval, in_force, rule_member, wanted
SELECT
  waiver.waiver_id,
  name.tool,
  name.provider,
  name.account,
  name.region,
  name.rule,
  name.resource,
  name.discriminator,
  status.key AS status,
  severity.key AS severity,
  event.is_muted,
  strftime('%Y-%m-%dT%H:%M:%SZ', event.since_at / 1000000, 'unixepoch')
    AS since,
  ifnull(framework.key, edition.key || ' ' || requirement.key)
    AS accepted_for,
  strftime('%Y-%m-%dT%H:%M:%SZ', waiver.starts_at / 1000000, 'unixepoch')
    AS accepted_from,
  strftime('%Y-%m-%dT%H:%M:%SZ', fits.ends_at / 1000000, 'unixepoch')
    AS accepted_to,
  waiver.reason,
  waiver.approver,
  waiver.ticket
FROM waived_interval AS fits
CROSS JOIN waiver ON waiver.waiver_id = fits.waiver_id
CROSS JOIN in_force ON in_force.finding_id = fits.finding_id
CROSS JOIN event ON event.event_id = in_force.event_id
CROSS JOIN _finding_name AS name ON name.finding_id = fits.finding_id
CROSS JOIN status ON status.status_id = event.status_id
CROSS JOIN severity ON severity.severity_id = event.severity_id
LEFT JOIN framework ON framework.framework_id = waiver.framework_id
LEFT JOIN requirement ON requirement.requirement_id = waiver.requirement_id
LEFT JOIN edition ON edition.edition_id = requirement.edition_id
WHERE fits.starts_at <= ifnull(:as_of, unixepoch() * 1000000)
  AND fits.ends_at > ifnull(:as_of, unixepoch() * 1000000)
  AND event.status_id <> 7
  AND (:account IS NULL OR name.account = :account)
  AND (:severity IS NULL OR severity.key = :severity)
  AND (
    :framework IS NULL
    OR name.rule_id IN (
      SELECT member.rule_id
      FROM rule_member AS member
      CROSS JOIN wanted ON wanted.framework_id = member.framework_id
    )
    -- Accepted in general, or for this framework or a requirement of it.
    AND ifnull(
      coalesce(waiver.framework_id, edition.framework_id) IN (
        SELECT framework_id
        FROM wanted
      ),
      1
    )
  )
ORDER BY
  fits.ends_at,
  event.status_id,
  event.severity_id,
  name.provider,
  name.account,
  name.region,
  name.tool,
  name.rule,
  name.resource,
  name.discriminator,
  fits.starts_at,
  accepted_for,
  waiver.reason,
  waiver.waiver_id;
