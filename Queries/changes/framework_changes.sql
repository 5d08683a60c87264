-- What opened, was fixed, went or came back from one moment to another.
--
-- One row per finding with an event after from_at and no later than as_of.
-- Opened fails for the first time, reopened again after it passed or was gone,
-- resolved failed and passed since, gone was looked for and not there. What
-- failed and is manual, in error, unknown or not applicable is undecided: that
-- neither ends a failure nor, as it fails again, reopens it. Changed is the
-- rest. What failed between the two only is resolved.
--
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param from_at   INTEGER  Microseconds of UTC, exclusive; NULL is the start.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param severity  TEXT     Exactly this one; NULL is all.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column change          TEXT     reopened, opened, changed, undecided, gone
--                                  or resolved.
-- @column tool            TEXT     The scanner.
-- @column provider        TEXT     The cloud or other provider.
-- @column account         TEXT     As the provider names it.
-- @column region          TEXT     As the provider names it.
-- @column rule            TEXT     The scanner's check.
-- @column title           TEXT     The rule's title at the moment.
-- @column resource        TEXT     As the provider names it.
-- @column discriminator   TEXT     Tells several results apart.
-- @column severity        TEXT     At the later moment.
-- @column is_muted        INTEGER  1 where it is suppressed at the later one.
-- @column is_waived       INTEGER  1 where it is accepted at the later one.
-- @column status_before   TEXT     At from_at; NULL where it was not known.
-- @column status_after    TEXT     At as_of.
-- @column changed_at      TEXT     When the later state began to hold.
-- @column events          INTEGER  How often it changed between the two.
-- @column detail          TEXT     What the scanner says.
-- @column artifact_sha256 TEXT     The file that says so.
-- @uses known_event, scan_order, rule_in_force, rule_member, wanted,
--       waived_finding
WITH
changed AS MATERIALIZED (
  SELECT DISTINCT finding_id
  FROM known_event
  WHERE ifnull(since_at > :from_at, 1)
),
-- A number that holds the place of an event and its own finds the newest.
story AS MATERIALIZED (
  SELECT
    known.finding_id,
    max(scan_order.place << 40 | known.event_id) AS after,
    max(scan_order.place << 40 | known.event_id)
      FILTER (WHERE known.since_at <= :from_at) AS before,
    count(*) FILTER (WHERE ifnull(known.since_at > :from_at, 1)) AS events,
    min(scan_order.place) FILTER (WHERE known.status_id = 1) AS first_failing,
    max(scan_order.place) FILTER (WHERE known.status_id = 1) AS last_failing,
    ifnull(max(scan_order.place) FILTER (WHERE known.status_id = 5), 0)
      AS last_passing,
    ifnull(max(scan_order.place) FILTER (WHERE known.status_id IN (5, 7)), 0)
      AS last_closing,
    ifnull(
      max(scan_order.place)
        FILTER (WHERE known.status_id = 1 AND known.since_at <= :from_at),
      0
    ) AS failing_before,
    ifnull(
      max(scan_order.place)
        FILTER (
          WHERE known.status_id IN (5, 7)
            AND known.since_at <= :from_at
        ),
      0
    ) AS closing_before
  FROM changed
  CROSS JOIN known_event AS known ON known.finding_id = changed.finding_id
  CROSS JOIN scan_order ON scan_order.scan_id = known.scan_id
  GROUP BY known.finding_id
),
difference AS MATERIALIZED (
  SELECT
    story.finding_id,
    after_event.event_id,
    before_event.status_id AS before_status_id,
    story.events,
    CASE
      WHEN after_event.status_id = 7 THEN 'gone'
      WHEN after_event.status_id = 1 THEN CASE
        WHEN story.last_closing < story.failing_before THEN 'changed'
        WHEN story.first_failing < story.last_closing THEN 'reopened'
        ELSE 'opened'
      END
      WHEN story.last_passing > story.last_failing
        AND (
          story.failing_before > story.closing_before
          OR story.last_failing >= ifnull(story.before >> 40, 0)
        )
        THEN 'resolved'
      WHEN story.last_passing < story.last_failing
        AND story.last_failing >= ifnull(story.before >> 40, 0)
        THEN 'undecided'
      ELSE 'changed'
    END AS change
  FROM changed
  CROSS JOIN story ON story.finding_id = changed.finding_id
  CROSS JOIN event AS after_event
    ON after_event.event_id = story.after & (1 << 40) - 1
  LEFT JOIN event AS before_event
    ON before_event.event_id = story.before & (1 << 40) - 1
)
SELECT
  difference.change,
  name.tool,
  name.provider,
  name.account,
  name.region,
  name.rule,
  revision.title,
  name.resource,
  name.discriminator,
  severity.key AS severity,
  event.is_muted,
  event.finding_id IN (SELECT finding_id FROM waived_finding) AS is_waived,
  before_status.key AS status_before,
  status.key AS status_after,
  strftime('%Y-%m-%dT%H:%M:%SZ', event.since_at / 1000000, 'unixepoch')
    AS changed_at,
  difference.events,
  replace(detail.text, detail.name_mark, label.name) AS detail,
  lower(hex(artifact.sha256)) AS artifact_sha256
FROM difference
CROSS JOIN event ON event.event_id = difference.event_id
CROSS JOIN _finding_name AS name ON name.finding_id = difference.finding_id
CROSS JOIN status ON status.status_id = event.status_id
CROSS JOIN severity ON severity.severity_id = event.severity_id
CROSS JOIN detail ON detail.detail_id = event.detail_id
CROSS JOIN resource_label AS label
  ON label.resource_label_id = event.resource_label_id
CROSS JOIN scan ON scan.scan_id = event.scan_id
CROSS JOIN artifact ON artifact.artifact_id = scan.artifact_id
LEFT JOIN status AS before_status
  ON before_status.status_id = difference.before_status_id
LEFT JOIN rule_in_force AS own ON own.rule_id = name.rule_id
LEFT JOIN rule_revision AS revision
  ON revision.rule_revision_id = own.rule_revision_id
WHERE (:account IS NULL OR name.account = :account)
  AND (:severity IS NULL OR severity.key = :severity)
  AND (
    :framework IS NULL
    OR name.rule_id IN (
      SELECT member.rule_id
      FROM rule_member AS member
      CROSS JOIN wanted ON wanted.framework_id = member.framework_id
    )
  )
ORDER BY
  CASE difference.change
    WHEN 'reopened' THEN 1
    WHEN 'opened' THEN 2
    WHEN 'changed' THEN 3
    WHEN 'undecided' THEN 4
    WHEN 'gone' THEN 5
    ELSE 6
  END,
  event.severity_id,
  name.provider,
  name.account,
  name.region,
  name.tool,
  name.rule,
  name.resource,
  name.discriminator;
