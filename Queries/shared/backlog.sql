-- What opened and closed in each bucket of the period, and what was open when
-- it ended, for each framework with an episode that was open at some time.
--
-- @uses rule_member, wanted, asked_episode, bucket, scan_bucket
-- @materialized yes
WITH
-- Summed by rule before it is spread over frameworks.
change AS MATERIALIZED (
  SELECT
    rule_id,
    number,
    sum(opened) AS opened,
    sum(reopened) AS reopened,
    sum(resolved) AS resolved,
    sum(gone) AS gone
  FROM (
    SELECT
      episode.rule_id,
      opening.number,
      sum(episode.episode = 1) AS opened,
      sum(episode.episode > 1) AS reopened,
      0 AS resolved,
      0 AS gone
    FROM asked_episode AS episode
    CROSS JOIN scan_bucket AS opening
      ON opening.scanned_at = episode.opened_at
    GROUP BY episode.rule_id, opening.number
    UNION ALL
    SELECT
      episode.rule_id,
      closing.number,
      0,
      0,
      sum(episode.closing_status_id = 5),
      sum(episode.closing_status_id = 7)
    FROM asked_episode AS episode
    CROSS JOIN scan_bucket AS closing
      ON closing.scanned_at = episode.closed_at
    GROUP BY episode.rule_id, closing.number
  ) AS part
  GROUP BY rule_id, number
),
framework_change AS MATERIALIZED (
  SELECT
    member.framework_id,
    change.number,
    sum(change.opened) AS opened,
    sum(change.reopened) AS reopened,
    sum(change.resolved) AS resolved,
    sum(change.gone) AS gone
  FROM change
  CROSS JOIN rule_member AS member ON member.rule_id = change.rule_id
  CROSS JOIN wanted ON wanted.framework_id = member.framework_id
  GROUP BY member.framework_id, change.number
),
before_period AS MATERIALIZED (
  SELECT
    framework_id,
    sum(
      iif(number = 0, opened + reopened - resolved - gone, 0)
    ) AS open_at_start
  FROM framework_change
  GROUP BY framework_id
  HAVING open_at_start > 0
    OR max(number) > 0
)
SELECT
  before_period.framework_id,
  bucket.number,
  bucket.starts_on,
  bucket.ends_at,
  before_period.open_at_start,
  ifnull(change.opened, 0) AS opened,
  ifnull(change.reopened, 0) AS reopened,
  ifnull(change.resolved, 0) AS resolved,
  ifnull(change.gone, 0) AS gone,
  before_period.open_at_start
    + ifnull(
      sum(
        change.opened + change.reopened - change.resolved - change.gone
      ) OVER (
        PARTITION BY before_period.framework_id
        ORDER BY bucket.number
      ),
      0
    ) AS open_at_end
FROM before_period
CROSS JOIN bucket
LEFT JOIN framework_change AS change
  ON change.framework_id = before_period.framework_id
  AND change.number = bucket.number;
