-- What differs between two scans of one tool.
--
-- One row per finding that either scan covered and that differs, or that
-- only the first covered: not_covered is not known to be fixed, gone was
-- looked for and not there. States are those after each scan, whoever told
-- them.
--
-- @param scan_a   INTEGER  The number of the one scan. (required)
-- @param scan_b   INTEGER  That of the other, mostly the later. (required)
-- @param account  TEXT     As its provider names it; NULL is all.
-- @param severity TEXT     Exactly this one; NULL is all.
-- @param as_of    INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at INTEGER  The last ingest to believe; NULL is all.
-- @column change            TEXT     As by changes, or not_covered.
-- @column tool              TEXT     The scanner.
-- @column provider          TEXT     The cloud or other provider.
-- @column account           TEXT     As the provider names it.
-- @column region            TEXT     As the provider names it.
-- @column rule              TEXT     The scanner's check.
-- @column resource          TEXT     As the provider names it.
-- @column discriminator     TEXT     Tells several results apart.
-- @column severity          TEXT     After the second scan.
-- @column is_muted          INTEGER  1 where it is suppressed.
-- @column is_waived         INTEGER  1 where it is accepted in general.
-- @column is_covered_before INTEGER  1 where the first scan covered it.
-- @column is_covered_after  INTEGER  1 where the second scan covered it.
-- @column status_before     TEXT     After the first scan.
-- @column status_after      TEXT     After the second scan.
-- @column detail_before     TEXT     What the scanner said by the first.
-- @column detail_after      TEXT     What the scanner said by the second.
-- @uses known_event, scan_order, waived
WITH
asked AS MATERIALIZED (
  SELECT scan.scan_id, scan.tool_id, scan_order.place
  FROM scan
  CROSS JOIN scan_order ON scan_order.scan_id = scan.scan_id
  WHERE scan.scan_id IN (:scan_a, :scan_b)
    AND ifnull(scan.scanned_at <= :as_of, 1)
    AND ifnull(scan.ingest_id <= :known_at, 1)
),
looked_at AS MATERIALIZED (
  SELECT
    scan_cell.cell_id,
    max(asked.scan_id = :scan_a) AS is_before,
    max(asked.scan_id = :scan_b) AS is_after
  -- Named here, the two are the only scans whose cells are worked out.
  FROM (
    SELECT scan_id, cell_id
    FROM _scan_cell
    WHERE scan_id IN (:scan_a, :scan_b)
  ) AS scan_cell
  CROSS JOIN asked ON asked.scan_id = scan_cell.scan_id
  -- Scans of two tools have nothing in common.
  WHERE (SELECT count(*) = 2 AND min(tool_id) = max(tool_id) FROM asked)
  GROUP BY scan_cell.cell_id
),
-- A number that holds the place of an event and its own finds the newest.
story AS MATERIALIZED (
  SELECT
    known.finding_id,
    looked_at.is_before,
    looked_at.is_after,
    max(scan_order.place << 40 | known.event_id)
      FILTER (WHERE scan_order.place <= pair.before_place) AS before,
    max(scan_order.place << 40 | known.event_id)
      FILTER (WHERE scan_order.place <= pair.after_place) AS after,
    min(scan_order.place) FILTER (WHERE known.status_id = 1) AS first_failing,
    max(scan_order.place)
      FILTER (
        WHERE known.status_id = 1
          AND scan_order.place <= pair.before_place
      ) AS failing_before,
    max(scan_order.place)
      FILTER (
        WHERE known.status_id IN (5, 7)
          AND scan_order.place <= pair.before_place
      ) AS closing_before,
    max(scan_order.place)
      FILTER (
        WHERE known.status_id IN (5, 7)
          AND scan_order.place <= pair.after_place
      ) AS last_closing
  FROM (
    SELECT
      max(iif(scan_id = :scan_a, place, NULL)) AS before_place,
      max(iif(scan_id = :scan_b, place, NULL)) AS after_place
    FROM asked
  ) AS pair
  CROSS JOIN known_event AS known
  CROSS JOIN scan_order ON scan_order.scan_id = known.scan_id
  CROSS JOIN finding ON finding.finding_id = known.finding_id
  CROSS JOIN looked_at ON looked_at.cell_id = finding.cell_id
  GROUP BY known.finding_id
),
state AS MATERIALIZED (
  SELECT
    finding_id,
    is_before,
    is_after,
    before & (1 << 40) - 1 AS before_id,
    after & (1 << 40) - 1 AS after_id,
    ifnull(failing_before > ifnull(closing_before, 0), 0) AS was_failing,
    first_failing < last_closing AS has_recovered
  FROM story
),
difference AS MATERIALIZED (
  SELECT
    state.finding_id,
    state.is_before,
    state.is_after,
    state.before_id,
    state.after_id,
    CASE
      WHEN state.is_after = 0 THEN 'not_covered'
      WHEN after_event.status_id = 7 THEN 'gone'
      -- The second scan is the earlier one, and knew nothing of it yet.
      WHEN after_event.event_id IS NULL THEN 'changed'
      WHEN after_event.status_id = 5
        THEN iif(state.was_failing, 'resolved', 'changed')
      WHEN after_event.status_id <> 1
        THEN iif(before_event.status_id = 1, 'undecided', 'changed')
      WHEN state.was_failing THEN 'changed'
      WHEN state.has_recovered THEN 'reopened'
      ELSE 'opened'
    END AS change
  FROM state
  LEFT JOIN event AS before_event ON before_event.event_id = state.before_id
  LEFT JOIN event AS after_event ON after_event.event_id = state.after_id
  WHERE iif(
    state.is_after,
    (
      after_event.status_id,
      after_event.severity_id,
      after_event.is_muted,
      after_event.detail_id,
      after_event.resource_label_id
    ) IS NOT (
      before_event.status_id,
      before_event.severity_id,
      before_event.is_muted,
      before_event.detail_id,
      before_event.resource_label_id
    )
      -- What a gone finding last said is no difference.
      AND ifnull(before_event.status_id <> 7 OR after_event.status_id <> 7, 1),
    before_event.status_id <> 7
  )
)
SELECT
  difference.change,
  name.tool,
  name.provider,
  name.account,
  name.region,
  name.rule,
  name.resource,
  name.discriminator,
  severity.key AS severity,
  ifnull(after_event.is_muted, before_event.is_muted) AS is_muted,
  difference.finding_id IN (
    SELECT finding_id
    FROM waived
    WHERE framework_id = 0
      AND requirement_id = 0
  ) AS is_waived,
  difference.is_before AS is_covered_before,
  difference.is_after AS is_covered_after,
  before_status.key AS status_before,
  after_status.key AS status_after,
  replace(before_detail.text, before_detail.name_mark, before_label.name)
    AS detail_before,
  replace(after_detail.text, after_detail.name_mark, after_label.name)
    AS detail_after
FROM difference
CROSS JOIN _finding_name AS name ON name.finding_id = difference.finding_id
LEFT JOIN event AS before_event
  ON before_event.event_id = difference.before_id
LEFT JOIN event AS after_event ON after_event.event_id = difference.after_id
LEFT JOIN status AS before_status
  ON before_status.status_id = before_event.status_id
LEFT JOIN status AS after_status
  ON after_status.status_id = after_event.status_id
LEFT JOIN detail AS before_detail
  ON before_detail.detail_id = before_event.detail_id
LEFT JOIN resource_label AS before_label
  ON before_label.resource_label_id = before_event.resource_label_id
LEFT JOIN detail AS after_detail
  ON after_detail.detail_id = after_event.detail_id
LEFT JOIN resource_label AS after_label
  ON after_label.resource_label_id = after_event.resource_label_id
CROSS JOIN severity
  ON severity.severity_id
    = ifnull(after_event.severity_id, before_event.severity_id)
WHERE (:account IS NULL OR name.account = :account)
  AND (:severity IS NULL OR severity.key = :severity)
ORDER BY
  CASE difference.change
    WHEN 'reopened' THEN 1
    WHEN 'opened' THEN 2
    WHEN 'changed' THEN 3
    WHEN 'gone' THEN 4
    WHEN 'not_covered' THEN 5
    ELSE 6
  END,
  severity.severity_id,
  name.provider,
  name.account,
  name.region,
  name.tool,
  name.rule,
  name.resource,
  name.discriminator;
