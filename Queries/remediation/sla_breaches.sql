-- Failures that were not remediated when they were due.
--
-- One row per failing episode that fell due in the period and was closed late
-- or is open at as_of: overdue, or waived where it is accepted. It is due so
-- many days after its clock began: when it opened or, where its finding had
-- only been gone since it failed before, when the clock of that episode began.
-- One that opens with its days over falls due at once. With the setting
-- sla_clock_restarts_after = closed each has its own clock. The target is the
-- strictest among the rule's frameworks for the severity at its opening, else
-- the general one; where there is none, there are no rows. 'tickmark settings'
-- sets targets.
--
-- @param framework TEXT     Key or alias, in any case; NULL is all. Only its
--                           targets and the general ones count.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param severity  TEXT     When the episode opened; NULL is all.
-- @param from_at   INTEGER  Microseconds of UTC, exclusive; NULL is the start.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column state            TEXT     overdue, waived or late.
-- @column tool             TEXT     The scanner.
-- @column provider         TEXT     The cloud or other provider.
-- @column account          TEXT     As the provider names it.
-- @column region           TEXT     As the provider names it.
-- @column rule             TEXT     The scanner's check.
-- @column title            TEXT     The rule's title at the moment.
-- @column resource         TEXT     As the provider names it.
-- @column discriminator    TEXT     Tells several results apart.
-- @column severity         TEXT     When it opened.
-- @column episode          INTEGER  Its number among those of the finding.
-- @column opened_at        TEXT     The first scan that says fail.
-- @column clock_started_at TEXT     From when on the days count.
-- @column due_at           TEXT     When they were over.
-- @column closed_at        TEXT     The scan that ended it; NULL where open.
-- @column outcome          TEXT     open, resolved or gone.
-- @column days_over        REAL     From due_at to its end, or to as_of.
-- @column target_days      INTEGER  Days of 24 hours.
-- @column target_framework TEXT     Whose target it is; NULL is the general.
-- @column target_source    TEXT     What set the target.
-- @uses episode_target, rule_in_force
SELECT
  target.state,
  name.tool,
  name.provider,
  name.account,
  name.region,
  name.rule,
  revision.title,
  name.resource,
  name.discriminator,
  severity.key AS severity,
  target.episode,
  strftime('%Y-%m-%dT%H:%M:%SZ', target.opened_at / 1000000, 'unixepoch')
    AS opened_at,
  strftime(
    '%Y-%m-%dT%H:%M:%SZ',
    target.clock_started_at / 1000000,
    'unixepoch'
  ) AS clock_started_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', target.due_at / 1000000, 'unixepoch')
    AS due_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', target.closed_at / 1000000, 'unixepoch')
    AS closed_at,
  CASE target.closing_status_id
    WHEN 5 THEN 'resolved'
    WHEN 7 THEN 'gone'
    ELSE 'open'
  END AS outcome,
  round(
    (
      coalesce(target.closed_at, :as_of, unixepoch() * 1000000)
      - target.due_at
    ) / 86400000000.0,
    2
  ) AS days_over,
  target.days AS target_days,
  target.framework AS target_framework,
  target.source AS target_source
FROM episode_target AS target
CROSS JOIN severity ON severity.severity_id = target.severity_id
CROSS JOIN _finding_name AS name ON name.finding_id = target.finding_id
LEFT JOIN rule_in_force AS own ON own.rule_id = target.rule_id
LEFT JOIN rule_revision AS revision
  ON revision.rule_revision_id = own.rule_revision_id
WHERE target.state IN ('late', 'overdue', 'waived')
  AND ifnull(target.fell_due_at > :from_at, 1)
ORDER BY
  CASE target.state WHEN 'overdue' THEN 1 WHEN 'waived' THEN 2 ELSE 3 END,
  target.severity_id,
  days_over DESC,
  name.provider,
  name.account,
  name.region,
  name.tool,
  name.rule,
  name.resource,
  name.discriminator,
  target.episode;
