-- What failed again after it had been resolved or gone.
--
-- One row per failing episode that opened in the period and is not the first
-- of its finding, worst and latest first.
--
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param severity  TEXT     When the episode opened; NULL is all.
-- @param from_at   INTEGER  Microseconds of UTC, exclusive; NULL is the start.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column tool               TEXT     The scanner.
-- @column provider           TEXT     The cloud or other provider.
-- @column account            TEXT     As the provider names it.
-- @column region             TEXT     As the provider names it.
-- @column rule               TEXT     The scanner's check.
-- @column title              TEXT     The rule's title at the moment.
-- @column resource           TEXT     As the provider names it.
-- @column discriminator      TEXT     Tells several results apart.
-- @column severity           TEXT     When the episode opened.
-- @column episode            INTEGER  Its number among those of the finding.
-- @column previous_closed_at TEXT     When the one before ended.
-- @column previous_outcome   TEXT     How it ended: resolved or gone.
-- @column reopened_at        TEXT     When this one opened.
-- @column days_between       REAL     From the one to the other.
-- @column status             TEXT     What holds at as_of.
-- @column is_muted           INTEGER  1 where it is suppressed at as_of.
-- @column is_waived          INTEGER  1 where it is accepted at as_of.
-- @uses asked_episode, episode, in_force, rule_in_force, waived_finding
WITH
again AS MATERIALIZED (
  SELECT finding_id, rule_id, episode, severity_id, opened_at
  FROM asked_episode
  WHERE episode > 1
    AND ifnull(opened_at > :from_at, 1)
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
  severity.key AS severity,
  again.episode,
  strftime('%Y-%m-%dT%H:%M:%SZ', previous.closed_at / 1000000, 'unixepoch')
    AS previous_closed_at,
  iif(previous.closing_status_id = 5, 'resolved', 'gone') AS previous_outcome,
  strftime('%Y-%m-%dT%H:%M:%SZ', again.opened_at / 1000000, 'unixepoch')
    AS reopened_at,
  round((again.opened_at - previous.closed_at) / 86400000000.0, 2)
    AS days_between,
  status.key AS status,
  event.is_muted,
  event.finding_id IN (SELECT finding_id FROM waived_finding) AS is_waived
FROM again
JOIN episode AS previous
  ON previous.finding_id = again.finding_id
  AND previous.episode = again.episode - 1
CROSS JOIN severity ON severity.severity_id = again.severity_id
CROSS JOIN _finding_name AS name ON name.finding_id = again.finding_id
CROSS JOIN in_force ON in_force.finding_id = again.finding_id
CROSS JOIN event ON event.event_id = in_force.event_id
CROSS JOIN status ON status.status_id = event.status_id
LEFT JOIN rule_in_force AS own ON own.rule_id = again.rule_id
LEFT JOIN rule_revision AS revision
  ON revision.rule_revision_id = own.rule_revision_id
ORDER BY
  again.severity_id,
  again.opened_at DESC,
  name.provider,
  name.account,
  name.region,
  name.tool,
  name.rule,
  name.resource,
  name.discriminator,
  again.episode;
