-- Requirements on which a scanner and tickmark disagree, and why.
--
-- One row per scanner, account and requirement, by the scanner's newest file
-- of results for the edition. Its word is compared with what follows from the
-- findings of the same tool and account at the time of the run, as far as its
-- scan, where that is known, covered them. Results without an account are of
-- all. The scanner's files tell no regions of a requirement.
--
-- @param framework   TEXT     Key or alias, in any case; NULL is all.
-- @param edition     TEXT     Its key; NULL is all.
-- @param requirement TEXT     Its number in the edition; NULL is all.
-- @param tool        TEXT     The scanner; NULL is all.
-- @param account     TEXT     As its provider names it; NULL is all.
-- @param agreeing    INTEGER  One of 0, 1; 1 lists those that agree, too.
-- @param as_of       INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at    INTEGER  The last ingest to believe; NULL is all.
-- @column tool              TEXT     The scanner.
-- @column scanned_at        TEXT     When the run was.
-- @column provider          TEXT     The platform; NULL where it is said of
--                                    all accounts.
-- @column account           TEXT     As the provider names it.
-- @column framework         TEXT     Its key.
-- @column edition           TEXT     Its key.
-- @column requirement       TEXT     Its number in the edition.
-- @column title             TEXT     Its title.
-- @column status_of_scanner TEXT     What the scanner says.
-- @column status            TEXT     What follows from the findings.
-- @column reason            TEXT     no_check: the scanner has no check for it
--                                    or for a part of it; not_covered: no
--                                    check that is evidence for it has a
--                                    finding; waived: its failures are
--                                    accepted; mapping: other checks are
--                                    evidence for it; muted: other findings
--                                    are suppressed; result: the scanner says
--                                    otherwise of the requirement than of the
--                                    finding. The first that fits; NULL where
--                                    they agree.
-- @column failing_of_scanner INTEGER What it says fails, muted left out.
-- @column failing           INTEGER  Fail, not muted, not waived.
-- @column waived            INTEGER  Fail, not muted, but accepted.
-- @column muted_of_scanner  INTEGER  What it says is suppressed.
-- @column muted             INTEGER  Findings that are suppressed.
-- @column checks_of_scanner TEXT     Checks that only the scanner goes by.
-- @column checks            TEXT     Checks that only tickmark goes by.
-- @column scan_id           INTEGER  The scan of the same run, if known.
-- @column path              TEXT     The file of the scanner's results.
-- @uses wanted, rule_mapping, tool_rule, waived_interval
WITH
-- What a scanner gives results for is known, whether or not a check or a
-- document names it.
asked AS MATERIALIZED (
  SELECT
    requirement.requirement_id,
    wanted.framework_id,
    wanted.key AS framework,
    edition.key AS edition,
    requirement.key AS requirement,
    requirement.title
  FROM wanted
  CROSS JOIN edition ON edition.framework_id = wanted.framework_id
  CROSS JOIN requirement ON requirement.edition_id = edition.edition_id
  WHERE (:edition IS NULL OR edition.key = :edition)
    AND (:requirement IS NULL OR requirement.key = :requirement)
),
told AS MATERIALIZED (
  SELECT
    report.requirement_report_id,
    report.artifact_id,
    report.tool_id,
    report.scanned_at,
    run.scan_id,
    result.account_id,
    requirement.edition_id,
    requirement.requirement_id,
    result.rule_id,
    sum(result.fail_count) AS failing,
    sum(result.error_count + result.manual_count + result.unknown_count)
      AS undecided,
    sum(result.pass_count) AS passing,
    sum(result.muted_count) AS muted
  FROM requirement_report AS report
  CROSS JOIN _requirement_report AS run
    ON run.requirement_report_id = report.requirement_report_id
  CROSS JOIN tool ON tool.tool_id = report.tool_id
  CROSS JOIN requirement_result AS result
    ON result.requirement_report_id = report.requirement_report_id
  LEFT JOIN account ON account.account_id = result.account_id
  CROSS JOIN reference_set_member AS member
    ON member.reference_set_id = result.reference_set_id
  CROSS JOIN requirement_reference AS reference
    ON reference.requirement_reference_id = member.requirement_reference_id
  CROSS JOIN requirement
    ON requirement.requirement_id = reference.requirement_id
  WHERE ifnull(report.scanned_at <= :as_of, 1)
    AND ifnull(report.ingest_id <= :known_at, 1)
    AND (:tool IS NULL OR tool.key = :tool)
    AND (:account IS NULL OR account.key = :account)
  GROUP BY
    report.requirement_report_id,
    result.account_id,
    requirement.requirement_id,
    result.rule_id
),
newest AS MATERIALIZED (
  SELECT
    tool_id,
    account_id,
    edition_id,
    requirement_report_id,
    max(scanned_at)
  FROM told
  GROUP BY tool_id, account_id, edition_id
),
said AS MATERIALIZED (
  SELECT
    told.artifact_id,
    told.tool_id,
    told.scanned_at,
    told.scan_id,
    told.account_id,
    told.requirement_id,
    told.rule_id,
    told.failing,
    told.undecided,
    told.passing,
    told.muted
  FROM newest
  CROSS JOIN told
    ON told.requirement_report_id = newest.requirement_report_id
    AND told.account_id IS newest.account_id
    AND told.edition_id = newest.edition_id
  CROSS JOIN asked ON asked.requirement_id = told.requirement_id
),
said_sum AS MATERIALIZED (
  SELECT
    artifact_id,
    tool_id,
    scanned_at,
    scan_id,
    account_id,
    requirement_id,
    ifnull(sum(undecided) FILTER (WHERE rule_id IS NULL), 0) AS unchecked,
    sum(failing) AS failing,
    sum(muted) AS muted,
    CASE
      WHEN sum(failing) > 0 THEN 'fail'
      WHEN sum(undecided + muted) > 0 THEN 'manual'
      WHEN sum(passing) > 0 THEN 'pass'
      ELSE 'not_evaluated'
    END AS status
  FROM said
  GROUP BY artifact_id, tool_id, scanned_at, account_id, requirement_id
),
said_mapping AS MATERIALIZED (
  SELECT mapping.rule_id, mapping.requirement_id
  FROM rule_mapping AS mapping
  CROSS JOIN tool_rule ON tool_rule.rule_id = mapping.rule_id
  WHERE mapping.requirement_id IN (SELECT requirement_id FROM said_sum)
),
-- What the findings of one run are looked up by.
scope AS MATERIALIZED (
  SELECT
    row_number() OVER (
      ORDER BY tool_id, scanned_at, scan_id, account_id
    ) AS scope_id,
    tool_id,
    scanned_at,
    scan_id,
    account_id
  FROM (
    SELECT DISTINCT tool_id, scanned_at, scan_id, account_id
    FROM said_sum
  )
),
scope_cell AS MATERIALIZED (
  SELECT scope.scope_id, scope.scanned_at, cell.cell_id, cell.rule_id
  FROM scope
  CROSS JOIN _scan_cell AS covered ON covered.scan_id = scope.scan_id
  CROSS JOIN cell ON cell.cell_id = covered.cell_id
  WHERE ifnull(cell.account_id = scope.account_id, 1)
  UNION ALL
  SELECT scope.scope_id, scope.scanned_at, cell.cell_id, cell.rule_id
  FROM scope
  CROSS JOIN catalog ON catalog.tool_id = scope.tool_id
  CROSS JOIN rule ON rule.catalog_id = catalog.catalog_id
  CROSS JOIN cell ON cell.rule_id = rule.rule_id
  WHERE scope.scan_id IS NULL
    AND ifnull(cell.account_id = scope.account_id, 1)
),
state AS MATERIALIZED (
  SELECT
    scope_cell.scope_id,
    scope_cell.scanned_at,
    scope_cell.rule_id,
    finding.finding_id,
    event.status_id,
    event.is_muted
  FROM scope_cell
  CROSS JOIN finding ON finding.cell_id = scope_cell.cell_id
  CROSS JOIN event ON event.event_id = (
    SELECT newest.event_id
    FROM event AS newest
    CROSS JOIN scan ON scan.scan_id = newest.scan_id
    WHERE newest.finding_id = finding.finding_id
      AND newest.since_at <= scope_cell.scanned_at
      AND ifnull(newest.recorded_in <= :known_at, 1)
      AND (newest.superseded_in IS NULL OR newest.superseded_in > :known_at)
    ORDER BY newest.since_at DESC, scan.tie_break DESC
    LIMIT 1
  )
  WHERE event.status_id <> 7
    AND scope_cell.rule_id IN (SELECT rule_id FROM said_mapping)
),
rule_state AS MATERIALIZED (
  SELECT
    scope_id,
    rule_id,
    sum(status_id = 5 AND is_muted = 0) AS passing,
    sum(status_id = 1 AND is_muted = 0) AS failing,
    sum(status_id IN (2, 3, 4) OR is_muted = 1) AS undecided,
    sum(is_muted) AS muted
  FROM state
  GROUP BY scope_id, rule_id
),
accepted AS MATERIALIZED (
  SELECT
    state.scope_id,
    state.rule_id,
    mapping.requirement_id,
    count(DISTINCT state.finding_id) AS waived
  FROM waived_interval AS waived
  CROSS JOIN state ON state.finding_id = waived.finding_id
  CROSS JOIN said_mapping AS mapping ON mapping.rule_id = state.rule_id
  CROSS JOIN asked ON asked.requirement_id = mapping.requirement_id
  WHERE state.status_id = 1
    AND state.is_muted = 0
    AND waived.starts_at <= state.scanned_at
    AND waived.ends_at > state.scanned_at
    AND waived.framework_id IN (0, asked.framework_id)
    AND waived.requirement_id IN (0, mapping.requirement_id)
  GROUP BY state.scope_id, state.rule_id, mapping.requirement_id
),
ours AS MATERIALIZED (
  SELECT
    rule_state.scope_id,
    mapping.requirement_id,
    sum(rule_state.passing) AS passing,
    sum(rule_state.failing - ifnull(accepted.waived, 0)) AS failing,
    sum(ifnull(accepted.waived, 0)) AS waived,
    sum(rule_state.undecided) AS undecided,
    sum(rule_state.muted) AS muted
  FROM rule_state
  CROSS JOIN said_mapping AS mapping ON mapping.rule_id = rule_state.rule_id
  LEFT JOIN accepted
    ON accepted.scope_id = rule_state.scope_id
    AND accepted.rule_id = rule_state.rule_id
    AND accepted.requirement_id = mapping.requirement_id
  GROUP BY rule_state.scope_id, mapping.requirement_id
),
compared AS MATERIALIZED (
  SELECT
    scope.scope_id,
    said_sum.artifact_id,
    said_sum.requirement_id,
    said_sum.unchecked,
    said_sum.status AS said_status,
    said_sum.failing AS said_failing,
    said_sum.muted AS said_muted,
    CASE
      WHEN ours.failing > 0 THEN 'fail'
      WHEN ours.waived > 0 THEN 'waived'
      WHEN ours.undecided > 0 THEN 'manual'
      WHEN ours.passing > 0 THEN 'pass'
      ELSE 'not_evaluated'
    END AS status,
    ours.scope_id IS NOT NULL AS is_covered,
    ifnull(ours.failing, 0) AS failing,
    ifnull(ours.waived, 0) AS waived,
    ifnull(ours.muted, 0) AS muted,
    (
      SELECT group_concat(key, ', ')
      FROM (
        SELECT rule.key
        FROM said
        CROSS JOIN rule ON rule.rule_id = said.rule_id
        WHERE said.artifact_id = said_sum.artifact_id
          AND said.scanned_at = said_sum.scanned_at
          AND said.account_id IS said_sum.account_id
          AND said.requirement_id = said_sum.requirement_id
          AND NOT EXISTS (
            SELECT 1
            FROM said_mapping AS mapping
            WHERE mapping.rule_id = said.rule_id
              AND mapping.requirement_id = said.requirement_id
          )
        ORDER BY rule.key
      )
    ) AS said_only,
    (
      SELECT group_concat(key, ', ')
      FROM (
        SELECT rule.key
        FROM said_mapping AS mapping
        CROSS JOIN rule_state ON rule_state.rule_id = mapping.rule_id
        CROSS JOIN rule ON rule.rule_id = mapping.rule_id
        WHERE mapping.requirement_id = said_sum.requirement_id
          AND rule_state.scope_id = scope.scope_id
          AND NOT EXISTS (
            SELECT 1
            FROM said
            WHERE said.artifact_id = said_sum.artifact_id
              AND said.scanned_at = said_sum.scanned_at
              AND said.account_id IS said_sum.account_id
              AND said.requirement_id = said_sum.requirement_id
              AND said.rule_id = mapping.rule_id
          )
        ORDER BY rule.key
      )
    ) AS ours_only
  FROM said_sum
  CROSS JOIN scope
    ON scope.tool_id = said_sum.tool_id
    AND scope.scanned_at = said_sum.scanned_at
    AND scope.scan_id IS said_sum.scan_id
    AND scope.account_id IS said_sum.account_id
  LEFT JOIN ours
    ON ours.scope_id = scope.scope_id
    AND ours.requirement_id = said_sum.requirement_id
)
SELECT
  tool.key AS tool,
  strftime('%Y-%m-%dT%H:%M:%SZ', scope.scanned_at / 1000000, 'unixepoch')
    AS scanned_at,
  account.provider,
  account.key AS account,
  asked.framework,
  asked.edition,
  asked.requirement,
  asked.title,
  compared.said_status AS status_of_scanner,
  compared.status,
  CASE
    WHEN compared.said_status = compared.status THEN NULL
    WHEN compared.said_status = 'manual' AND compared.unchecked > 0
      THEN 'no_check'
    WHEN NOT compared.is_covered THEN 'not_covered'
    WHEN compared.status = 'waived' THEN 'waived'
    WHEN coalesce(compared.said_only, compared.ours_only) IS NOT NULL
      THEN 'mapping'
    WHEN compared.said_muted <> compared.muted THEN 'muted'
    ELSE 'result'
  END AS reason,
  compared.said_failing AS failing_of_scanner,
  compared.failing,
  compared.waived,
  compared.said_muted AS muted_of_scanner,
  compared.muted,
  compared.said_only AS checks_of_scanner,
  compared.ours_only AS checks,
  scope.scan_id,
  artifact.path
FROM compared
CROSS JOIN scope ON scope.scope_id = compared.scope_id
CROSS JOIN asked ON asked.requirement_id = compared.requirement_id
CROSS JOIN tool ON tool.tool_id = scope.tool_id
CROSS JOIN artifact ON artifact.artifact_id = compared.artifact_id
LEFT JOIN account ON account.account_id = scope.account_id
WHERE compared.said_status <> compared.status
  OR :agreeing = 1
ORDER BY
  tool.key,
  account.provider,
  account.key,
  asked.framework,
  asked.edition,
  asked.requirement,
  artifact.path;
