-- Requirements by how their checks did over a period: exceptions and gaps.
--
-- One row per edition and requirement, most exception time first. The period
-- is after from_at, up to as_of; without from_at it begins with the first
-- scan. Which checks are evidence for a requirement is told as of as_of.
--
-- A requirement is evaluated from the first pass, fail or not_applicable of
-- its checks on, except where one of those that gave such a result was not
-- looked at for longer than the setting freshness_days: from then until the
-- next scan of any region that covers it. What is not evaluated is not met.
--
-- An exception is a stretch of time, as long as can be, in which at all times
-- some finding of its checks failed that was neither muted nor waived, for the
-- requirement or in general. A finding's result holds until a scan says
-- otherwise, so that an exception lasts through time that is not evaluated.
-- What share_met tells is the rest of the evaluated time: the days in which
-- something was waived, muted or undecided are told beside it and may overlap
-- with each other and with exceptions. Severities and resources are in
-- requirements/control_exceptions.
--
-- @param framework   TEXT     Key or alias, in any case; NULL is all.
-- @param edition     TEXT     Its key; NULL is all.
-- @param requirement TEXT     Its number in the edition; NULL is all.
-- @param account     TEXT     As its provider names it; NULL is all.
-- @param from_at     INTEGER  Microseconds of UTC, exclusive; NULL is all.
-- @param as_of       INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at    INTEGER  The last ingest to believe; NULL is all.
-- @column framework              TEXT     Its key.
-- @column edition                TEXT     Its key.
-- @column requirement            TEXT     Its number in the edition.
-- @column title                  TEXT     Its title.
-- @column rules_mapped           INTEGER  Checks that are evidence for it.
-- @column share_met              REAL     Of the evaluated time, without an
--                                         exception; NULL where none was.
-- @column share_evaluated        REAL     Of the period.
-- @column exceptions             INTEGER  How many.
-- @column exception_days         REAL     How long they were in all.
-- @column longest_exception_days REAL     How long the longest one was.
-- @column first_exception_at     TEXT     When the first began, in the period.
-- @column open_at_end            INTEGER  1 where one held at the end.
-- @column waived_days            REAL     With a failure that was accepted.
-- @column muted_days             REAL     With a failure that was muted.
-- @column undecided_days         REAL     With a manual, error or unknown one.
-- @column evaluations            INTEGER  Scans that evaluated a check of it.
-- @column longest_gap_days       REAL     In which a check was not evaluated.
-- @column oldest_evidence_at     TEXT     The first of those scans.
-- @column newest_evidence_at     TEXT     The last one.
-- @uses period, asked_requirement, asked_mapping, known_event, lapse,
--       setting_known
WITH
first_result AS MATERIALIZED (
  SELECT
    asked.rule_id,
    min(
      (
        SELECT known.since_at
        FROM known_event AS known
        WHERE known.finding_id = finding.finding_id
          AND known.status_id IN (1, 5, 6)
        ORDER BY known.since_at
        LIMIT 1
      )
    ) AS evidence_at
  FROM (SELECT DISTINCT rule_id FROM asked_mapping) AS asked
  CROSS JOIN cell ON cell.rule_id = asked.rule_id
  CROSS JOIN account ON account.account_id = cell.account_id
  CROSS JOIN finding ON finding.cell_id = cell.cell_id
  WHERE :account IS NULL
    OR account.key = :account
  GROUP BY asked.rule_id
),
mapped AS MATERIALIZED (
  SELECT
    mapping.requirement_id,
    count(*) AS rules,
    min(first_result.evidence_at) AS evidence_at
  FROM asked_mapping AS mapping
  LEFT JOIN first_result ON first_result.rule_id = mapping.rule_id
  GROUP BY mapping.requirement_id
),
total AS MATERIALIZED (
  SELECT
    lapse.requirement_id,
    sum(lapse.kind = 1) AS exceptions,
    sum(iif(lapse.kind = 1, lapse.ends_at - lapse.starts_at, 0))
      AS exception_time,
    max(iif(lapse.kind = 1, lapse.ends_at - lapse.starts_at, 0))
      AS longest_time,
    min(iif(lapse.kind = 1, lapse.starts_at, NULL)) AS first_at,
    max(lapse.kind = 1 AND lapse.ends_at = (SELECT ends_at FROM period))
      AS is_open,
    sum(iif(lapse.kind = 2, lapse.ends_at - lapse.starts_at, 0))
      AS waived_time,
    sum(iif(lapse.kind = 3, lapse.ends_at - lapse.starts_at, 0))
      AS muted_time,
    sum(iif(lapse.kind = 4, lapse.ends_at - lapse.starts_at, 0))
      AS undecided_time
  FROM lapse
  GROUP BY lapse.requirement_id
),
freshness AS MATERIALIZED (
  SELECT 86400000000 * CAST(value AS INTEGER) AS fresh_time
  FROM setting_known
  WHERE key = 'freshness_days'
),
-- Scans by the rules they looked at, those before the period that are fresh at
-- its start among them. Few sets of rules and few sets of these
-- sets differ: whatever is counted is counted once for all that are alike.
covering AS MATERIALIZED (
  SELECT DISTINCT
    scan.scan_id,
    scan.tool_id,
    scan.scanned_at,
    coverage.rule_set_id
  FROM period
  CROSS JOIN freshness
  CROSS JOIN scan
    ON scan.scanned_at >= period.starts_at - freshness.fresh_time
    AND scan.scanned_at < period.ends_at
  CROSS JOIN scan_coverage AS coverage ON coverage.scan_id = scan.scan_id
  CROSS JOIN account ON account.account_id = coverage.account_id
  WHERE ifnull(scan.ingest_id <= :known_at, 1)
    AND (:account IS NULL OR account.key = :account)
),
used_set AS MATERIALIZED (
  SELECT DISTINCT tool_id, rule_set_id
  FROM covering
),
check_sets AS MATERIALIZED (
  SELECT
    rule.rule_id,
    (
      SELECT group_concat(each.tool_id || '/' || each.rule_set_id)
      FROM (
        SELECT used_set.tool_id, used_set.rule_set_id
        FROM used_set
        WHERE used_set.tool_id = catalog.tool_id
          AND (
            used_set.rule_set_id = 0
            OR EXISTS (
              SELECT 1
              FROM rule_set_member AS member
              WHERE member.rule_set_id = used_set.rule_set_id
                AND member.rule_id = rule.rule_id
            )
          )
        ORDER BY used_set.rule_set_id
      ) AS each
    ) AS sets
  FROM (SELECT DISTINCT rule_id FROM asked_mapping) AS asked
  CROSS JOIN rule ON rule.rule_id = asked.rule_id
  CROSS JOIN catalog ON catalog.catalog_id = rule.catalog_id
),
-- Checks that the same scans looked at, with one of them.
alike AS MATERIALIZED (
  SELECT sets, min(rule_id) AS rule_id
  FROM check_sets
  GROUP BY sets
),
alike_scan AS MATERIALIZED (
  SELECT DISTINCT
    alike.rule_id,
    covering.scan_id,
    covering.scanned_at,
    covering.scanned_at >= (SELECT starts_at FROM period) AS is_inside
  FROM alike
  CROSS JOIN rule ON rule.rule_id = alike.rule_id
  CROSS JOIN catalog ON catalog.catalog_id = rule.catalog_id
  CROSS JOIN covering ON covering.tool_id = catalog.tool_id
  LEFT JOIN rule_set_member AS member
    ON member.rule_set_id = covering.rule_set_id
    AND member.rule_id = rule.rule_id
  WHERE covering.rule_set_id = 0
    OR member.rule_id IS NOT NULL
),
gap AS MATERIALIZED (
  SELECT rule_id, max(gap_time) AS gap_time
  FROM (
    SELECT
      rule_id,
      looked_at - lag(looked_at) OVER (
        PARTITION BY rule_id
        ORDER BY looked_at
      ) AS gap_time
    FROM (
      SELECT rule_id, scanned_at AS looked_at
      FROM alike_scan
      WHERE is_inside
      UNION
      SELECT alike.rule_id, period.starts_at
      FROM alike
      CROSS JOIN period
      UNION
      SELECT alike.rule_id, period.ends_at
      FROM alike
      CROSS JOIN period
    )
  )
  GROUP BY rule_id
),
-- Each requirement with the checks that stand for its own.
looked AS MATERIALIZED (
  SELECT DISTINCT mapping.requirement_id, alike.rule_id
  FROM asked_mapping AS mapping
  CROSS JOIN check_sets ON check_sets.rule_id = mapping.rule_id
  CROSS JOIN alike ON alike.sets IS check_sets.sets
),
looked_list AS MATERIALIZED (
  SELECT requirement_id, group_concat(rule_id) AS rules
  FROM (
    SELECT requirement_id, rule_id
    FROM looked
    ORDER BY requirement_id, rule_id
  )
  GROUP BY requirement_id
),
looking AS MATERIALIZED (
  SELECT
    each.rules,
    max(gap.gap_time) AS gap_time,
    count(DISTINCT alike_scan.scan_id) AS scans,
    min(alike_scan.scanned_at) AS oldest_at,
    max(alike_scan.scanned_at) AS newest_at
  FROM (
    SELECT rules, min(requirement_id) AS requirement_id
    FROM looked_list
    GROUP BY rules
  ) AS each
  CROSS JOIN looked ON looked.requirement_id = each.requirement_id
  CROSS JOIN gap ON gap.rule_id = looked.rule_id
  LEFT JOIN alike_scan
    ON alike_scan.rule_id = looked.rule_id
    AND alike_scan.is_inside
  GROUP BY each.rules
),
-- When checks were not looked at for too long.
stale AS MATERIALIZED (
  SELECT rule_id, starts_at, ends_at
  FROM (
    SELECT
      looked_at.rule_id,
      looked_at.scanned_at + freshness.fresh_time AS starts_at,
      lead(looked_at.scanned_at, 1, period.ends_at) OVER (
        PARTITION BY looked_at.rule_id
        ORDER BY looked_at.scanned_at
      ) AS ends_at
    FROM (
      SELECT rule_id, scanned_at
      FROM alike_scan
      UNION
      -- What was looked at before it is no longer fresh in the period.
      SELECT alike.rule_id, period.starts_at - freshness.fresh_time
      FROM alike
      CROSS JOIN period
      CROSS JOIN freshness
    ) AS looked_at
    CROSS JOIN freshness
    CROSS JOIN period
  )
  WHERE starts_at < ends_at
),
-- The same of each requirement: of its checks that had given a result. It had
-- to be looked at to do so, and so no stretch is cut by the first result.
spread_stale AS MATERIALIZED (
  SELECT DISTINCT mapping.requirement_id, stale.starts_at, stale.ends_at
  FROM stale
  CROSS JOIN alike ON alike.rule_id = stale.rule_id
  CROSS JOIN check_sets ON check_sets.sets IS alike.sets
  CROSS JOIN first_result
    ON first_result.rule_id = check_sets.rule_id
    AND first_result.evidence_at <= stale.starts_at
  CROSS JOIN asked_mapping AS mapping
    ON mapping.rule_id = check_sets.rule_id
),
-- Each as far as it goes beyond those that began before it.
unevaluated_piece AS MATERIALIZED (
  SELECT requirement_id, max(starts_at, ended_at) AS starts_at, ends_at
  FROM (
    SELECT
      requirement_id,
      starts_at,
      ends_at,
      ifnull(
        max(ends_at) OVER (
          PARTITION BY requirement_id
          ORDER BY starts_at, ends_at
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ),
        starts_at
      ) AS ended_at
    FROM spread_stale
  )
  WHERE ends_at > ended_at
),
unevaluated AS MATERIALIZED (
  SELECT requirement_id, sum(ends_at - starts_at) AS unevaluated_time
  FROM unevaluated_piece
  GROUP BY requirement_id
),
unevaluated_exception AS MATERIALIZED (
  SELECT
    piece.requirement_id,
    sum(
      min(piece.ends_at, lapse.ends_at) - max(piece.starts_at, lapse.starts_at)
    ) AS exception_time
  FROM unevaluated_piece AS piece
  CROSS JOIN lapse
    ON lapse.requirement_id = piece.requirement_id
    AND lapse.kind = 1
    AND lapse.starts_at < piece.ends_at
    AND lapse.ends_at > piece.starts_at
  GROUP BY piece.requirement_id
),
evaluated AS MATERIALIZED (
  SELECT
    mapped.requirement_id,
    period.ends_at - max(mapped.evidence_at, period.starts_at)
      - ifnull(unevaluated.unevaluated_time, 0) AS evaluated_time,
    ifnull(total.exception_time, 0)
      - ifnull(unevaluated_exception.exception_time, 0) AS exception_time
  FROM mapped
  CROSS JOIN period
  LEFT JOIN total ON total.requirement_id = mapped.requirement_id
  LEFT JOIN unevaluated
    ON unevaluated.requirement_id = mapped.requirement_id
  LEFT JOIN unevaluated_exception
    ON unevaluated_exception.requirement_id = mapped.requirement_id
)
SELECT
  asked.framework,
  asked.edition,
  asked.requirement,
  asked.title,
  ifnull(mapped.rules, 0) AS rules_mapped,
  round(1 - evaluated.exception_time * 1.0 / evaluated.evaluated_time, 4)
    AS share_met,
  round(
    ifnull(evaluated.evaluated_time, 0) * 1.0
      / (period.ends_at - period.starts_at),
    4
  ) AS share_evaluated,
  ifnull(total.exceptions, 0) AS exceptions,
  round(ifnull(total.exception_time, 0) / 86400000000.0, 2) AS exception_days,
  round(ifnull(total.longest_time, 0) / 86400000000.0, 2)
    AS longest_exception_days,
  strftime('%Y-%m-%dT%H:%M:%SZ', total.first_at / 1000000, 'unixepoch')
    AS first_exception_at,
  ifnull(total.is_open, 0) AS open_at_end,
  round(ifnull(total.waived_time, 0) / 86400000000.0, 2) AS waived_days,
  round(ifnull(total.muted_time, 0) / 86400000000.0, 2) AS muted_days,
  round(ifnull(total.undecided_time, 0) / 86400000000.0, 2)
    AS undecided_days,
  ifnull(looking.scans, 0) AS evaluations,
  round(looking.gap_time / 86400000000.0, 2) AS longest_gap_days,
  strftime('%Y-%m-%dT%H:%M:%SZ', looking.oldest_at / 1000000, 'unixepoch')
    AS oldest_evidence_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', looking.newest_at / 1000000, 'unixepoch')
    AS newest_evidence_at
FROM asked_requirement AS asked
CROSS JOIN period
LEFT JOIN mapped ON mapped.requirement_id = asked.requirement_id
LEFT JOIN evaluated ON evaluated.requirement_id = asked.requirement_id
LEFT JOIN total ON total.requirement_id = asked.requirement_id
LEFT JOIN looked_list
  ON looked_list.requirement_id = asked.requirement_id
LEFT JOIN looking ON looking.rules = looked_list.rules
ORDER BY
  ifnull(total.exception_time, 0) DESC,
  asked.framework,
  asked.edition,
  asked.requirement;
