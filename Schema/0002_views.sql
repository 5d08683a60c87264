-- The views that people query. Their columns stay; tables behind them may change. Views whose
-- names begin with an underscore are for the other views and the canned queries.

-- Base views ------------------------------------------------------------------------------------

-- Each rule's revision in force.
CREATE VIEW _rule_now AS
SELECT
  rule.rule_id,
  rule.catalog_id,
  rule.key,
  revision.rule_revision_id,
  revision.title,
  revision.service,
  revision.severity_id,
  revision.cvss,
  revision.cwe_id,
  revision.description,
  revision.recommendation,
  revision.reference_url,
  revision.mapping_set_id
FROM rule
JOIN rule_revision AS revision ON revision.rule_id = rule.rule_id
WHERE revision.superseded_in IS NULL
  AND NOT EXISTS (
    SELECT 1
    FROM rule_revision AS later
    WHERE later.rule_id = revision.rule_id
      AND later.superseded_in IS NULL
      -- Two revisions of one moment have no order of their own: their content gives one.
      AND (later.since_at, later.content_id) > (revision.since_at, revision.content_id)
  );

-- Pairs of rules that check the same thing, in both directions, with the ingests that state it.
CREATE VIEW _equivalent AS
SELECT rule_id, equivalent_rule_id, artifact_id, recorded_in, superseded_in
FROM rule_equivalence
UNION ALL
SELECT equivalent_rule_id, rule_id, artifact_id, recorded_in, superseded_in
FROM rule_equivalence;

-- What each rule's own description, and the documents, say that it is evidence for now.
CREATE VIEW _rule_mapping_now AS
SELECT revision.rule_id, member.requirement_id
FROM _rule_now AS revision
JOIN mapping_set_member AS member ON member.mapping_set_id = revision.mapping_set_id
UNION
SELECT rule_id, requirement_id
FROM requirement_mapping
WHERE rule_id IS NOT NULL
  AND superseded_in IS NULL;

-- Each rule and requirement that it is evidence for now, by its own mapping or an equivalent's.
CREATE VIEW _rule_requirement_now AS
SELECT rule_id, requirement_id
FROM _rule_mapping_now
UNION
SELECT pair.rule_id, mapping.requirement_id
FROM _rule_mapping_now AS mapping
JOIN _equivalent AS pair
  ON pair.equivalent_rule_id = mapping.rule_id
  AND pair.superseded_in IS NULL;

-- Requirements that documents list without a rule, and that nothing else maps a rule to: a person
-- has to look at them.
CREATE VIEW _manual_requirement_now AS
SELECT requirement_id
FROM requirement_mapping
WHERE superseded_in IS NULL
GROUP BY requirement_id
HAVING count(rule_id) = 0
EXCEPT
SELECT requirement_id
FROM _rule_mapping_now;

-- Each rule and framework that it belongs to now: by its scope (1), by a mapping (2), or by an
-- equivalent's (3).
CREATE VIEW _rule_framework_now AS
WITH direct AS (
  SELECT revision.rule_id, scope.framework_id, 1 AS distance
  FROM _rule_now AS revision
  JOIN rule_scope AS scope ON scope.rule_revision_id = revision.rule_revision_id
  UNION ALL
  SELECT mapping.rule_id, edition.framework_id, 2
  FROM _rule_mapping_now AS mapping
  JOIN requirement ON requirement.requirement_id = mapping.requirement_id
  JOIN edition ON edition.edition_id = requirement.edition_id
)
SELECT rule_id, framework_id, distance
FROM direct
UNION ALL
SELECT pair.rule_id, direct.framework_id, 3
FROM direct
JOIN _equivalent AS pair
  ON pair.equivalent_rule_id = direct.rule_id
  AND pair.superseded_in IS NULL;

-- Each finding's names. The joins are CROSS, so that their order is the one written: with the
-- statistics of ANALYZE, SQLite would begin with the smallest tables and multiply them.
CREATE VIEW _finding_name AS
SELECT
  finding.finding_id,
  finding.cell_id,
  finding.resource_id,
  cell.rule_id,
  cell.account_id,
  cell.region_id,
  tool.key AS tool,
  account.provider,
  account.key AS account,
  region.key AS region,
  rule.key AS rule,
  resource.uid AS resource,
  finding.discriminator,
  cell.last_covered_at
FROM finding
CROSS JOIN cell ON cell.cell_id = finding.cell_id
CROSS JOIN rule ON rule.rule_id = cell.rule_id
CROSS JOIN catalog ON catalog.catalog_id = rule.catalog_id
CROSS JOIN tool ON tool.tool_id = catalog.tool_id
CROSS JOIN account ON account.account_id = cell.account_id
CROSS JOIN region ON region.region_id = cell.region_id
CROSS JOIN resource ON resource.resource_id = finding.resource_id;

-- Each cell that a scan covered; two of its areas may share one.
CREATE VIEW _scan_cell AS
SELECT DISTINCT
  coverage.scan_id,
  cell.cell_id
FROM scan_coverage AS coverage
JOIN scan ON scan.scan_id = coverage.scan_id
JOIN catalog ON catalog.tool_id = scan.tool_id
JOIN cell ON cell.account_id = coverage.account_id
JOIN rule ON rule.rule_id = cell.rule_id AND rule.catalog_id = catalog.catalog_id
WHERE (
    coverage.rule_set_id = 0
    OR EXISTS (
      SELECT 1
      FROM rule_set_member AS member
      WHERE member.rule_set_id = coverage.rule_set_id
        AND member.rule_id = cell.rule_id
    )
  )
  AND (
    coverage.region_set_id = 0
    OR EXISTS (
      SELECT 1
      FROM region_set_member AS member
      WHERE member.region_set_id = coverage.region_set_id
        AND member.region_id = cell.region_id
    )
  );

-- How many findings of a rule each scan reported, by status, severity and muting.
CREATE VIEW _scan_rule_count AS
SELECT
  scan_id,
  rule_id,
  status.status_id,
  severity_id,
  is_muted,
  CASE status.status_id
    WHEN 1 THEN fail_count
    WHEN 2 THEN error_count
    WHEN 3 THEN manual_count
    WHEN 4 THEN unknown_count
    WHEN 5 THEN pass_count
    ELSE not_applicable_count
  END AS finding_count
FROM scan_rule_summary
CROSS JOIN status ON status.status_id < 7;

-- When each finding's resource carried the tag that a waiver asks for.
CREATE VIEW _tagged_interval AS
SELECT DISTINCT
  waiver.waiver_id,
  event.finding_id,
  event.since_at AS starts_at,
  event.until_at AS ends_at
FROM (SELECT 1 FROM waiver WHERE tag_key IS NOT NULL LIMIT 1)
CROSS JOIN event
CROSS JOIN resource_label AS label ON label.resource_label_id = event.resource_label_id
CROSS JOIN tag_set_member AS tag ON tag.tag_set_id = label.tag_set_id
CROSS JOIN waiver
  ON waiver.tag_key = tag.key
  AND tag.value GLOB waiver.tag_pattern
WHERE event.superseded_in IS NULL
  AND event.since_at < event.until_at;

-- When each finding was accepted, by each waiver that fits it: from starts_at to before ends_at.
-- Where framework_id or requirement_id is not 0, it was accepted for that alone. Findings are looked
-- up by the narrowest thing that a waiver names.
CREATE VIEW _waived_interval AS
SELECT
  waiver.waiver_id,
  finding.finding_id,
  ifnull(waiver.framework_id, 0) AS framework_id,
  ifnull(waiver.requirement_id, 0) AS requirement_id,
  max(waiver.starts_at, ifnull(tagged.starts_at, waiver.starts_at)) AS starts_at,
  min(
    waiver.expires_at,
    ifnull(revocation.revoked_at, waiver.expires_at),
    ifnull(tagged.ends_at, waiver.expires_at)
  ) AS ends_at
FROM waiver
LEFT JOIN waiver_revocation AS revocation ON revocation.waiver_id = waiver.waiver_id
CROSS JOIN finding ON finding.finding_id IN (
  SELECT waiver.finding_id
  UNION ALL
  SELECT named.finding_id
  FROM resource
  CROSS JOIN finding AS named ON named.resource_id = resource.resource_id
  WHERE waiver.finding_id IS NULL
    AND resource.uid = waiver.resource_uid
  UNION ALL
  SELECT named.finding_id
  FROM cell
  CROSS JOIN finding AS named ON named.cell_id = cell.cell_id
  WHERE coalesce(waiver.finding_id, waiver.resource_uid) IS NULL
    AND cell.rule_id = waiver.rule_id
  UNION ALL
  SELECT named.finding_id
  FROM cell
  CROSS JOIN finding AS named ON named.cell_id = cell.cell_id
  WHERE coalesce(waiver.finding_id, waiver.resource_uid, waiver.rule_id) IS NULL
    AND cell.account_id = waiver.account_id
  UNION ALL
  SELECT finding_id
  FROM _tagged_interval
  WHERE coalesce(
      waiver.finding_id, waiver.resource_uid, waiver.rule_id, waiver.account_id
    ) IS NULL
    AND waiver_id = waiver.waiver_id
  UNION ALL
  SELECT named.finding_id
  FROM (
    SELECT pair.rule_id
    FROM _rule_requirement_now AS pair
    WHERE pair.requirement_id = waiver.requirement_id
    UNION
    SELECT member.rule_id
    FROM _rule_framework_now AS member
    WHERE member.framework_id = waiver.framework_id
  ) AS listed
  CROSS JOIN cell ON cell.rule_id = listed.rule_id
  CROSS JOIN finding AS named ON named.cell_id = cell.cell_id
  WHERE coalesce(
      waiver.finding_id, waiver.resource_uid, waiver.rule_id, waiver.account_id
    ) IS NULL
    AND waiver.tag_key IS NULL
)
CROSS JOIN cell ON cell.cell_id = finding.cell_id
CROSS JOIN resource ON resource.resource_id = finding.resource_id
LEFT JOIN _tagged_interval AS tagged
  ON tagged.waiver_id = waiver.waiver_id
  AND tagged.finding_id = finding.finding_id
WHERE (waiver.tag_key IS NULL OR tagged.waiver_id IS NOT NULL)
  AND ifnull(cell.rule_id = waiver.rule_id, 1)
  AND ifnull(resource.uid = waiver.resource_uid, 1)
  AND ifnull(cell.account_id = waiver.account_id, 1)
  AND max(waiver.starts_at, ifnull(tagged.starts_at, waiver.starts_at)) < min(
    waiver.expires_at,
    ifnull(revocation.revoked_at, waiver.expires_at),
    ifnull(tagged.ends_at, waiver.expires_at)
  );

-- Findings that are accepted now, in general or, where framework_id or requirement_id is not 0,
-- for that alone.
CREATE VIEW _waived_now AS
SELECT DISTINCT finding_id, framework_id, requirement_id
FROM _waived_interval
WHERE starts_at <= unixepoch() * 1000000
  AND ends_at > unixepoch() * 1000000;

-- Each report by requirement, with the scan of the same run: that of its tool and second.
CREATE VIEW _requirement_report AS
SELECT
  report.requirement_report_id,
  report.artifact_id,
  report.tool_id,
  report.tool_version,
  report.scanned_at,
  report.record_count,
  report.accepted_count,
  report.rejected_count,
  report.merged_count,
  report.differing_count,
  (
    SELECT scan.scan_id
    FROM scan
    WHERE scan.tool_id = report.tool_id
      AND scan.scanned_at >= report.scanned_at / 1000000 * 1000000
      AND scan.scanned_at < report.scanned_at / 1000000 * 1000000 + 1000000
    ORDER BY scan.scanned_at, scan.tie_break
    LIMIT 1
  ) AS scan_id
FROM requirement_report AS report;

-- Views for people ------------------------------------------------------------------------------

-- Each rule as it is described now.
CREATE VIEW rule_overview AS
SELECT
  catalog.key AS catalog,
  revision.key AS rule,
  revision.title,
  revision.service,
  severity.key AS severity,
  revision.cvss,
  'CWE-' || revision.cwe_id AS cwe,
  revision.description,
  revision.recommendation,
  revision.reference_url
FROM _rule_now AS revision
JOIN catalog ON catalog.catalog_id = revision.catalog_id
JOIN severity ON severity.severity_id = revision.severity_id;

-- A rule that belongs to a framework in several ways has one row, with the most direct way.
CREATE VIEW rule_framework AS
SELECT
  catalog.key AS catalog,
  revision.key AS rule,
  framework.key AS framework,
  CASE min(member.distance) WHEN 1 THEN 'scope' WHEN 2 THEN 'mapping' ELSE 'equivalence' END AS via
FROM _rule_framework_now AS member
JOIN _rule_now AS revision ON revision.rule_id = member.rule_id
JOIN catalog ON catalog.catalog_id = revision.catalog_id
JOIN framework ON framework.framework_id = member.framework_id
GROUP BY member.rule_id, member.framework_id;

-- The STRIDE categories of each rule.
CREATE VIEW rule_threat AS
SELECT
  catalog.key AS catalog,
  revision.key AS rule,
  stride.key AS category
FROM _rule_now AS revision
JOIN catalog ON catalog.catalog_id = revision.catalog_id
JOIN rule_stride ON rule_stride.rule_revision_id = revision.rule_revision_id
JOIN stride ON stride.stride_id = rule_stride.stride_id;

-- Each scan with its file, and what it found and changed.
CREATE VIEW scan_summary AS
SELECT
  scan.scan_id,
  strftime('%Y-%m-%dT%H:%M:%SZ', scan.scanned_at / 1000000, 'unixepoch') AS scanned_at,
  tool.key AS tool,
  scan.tool_version,
  lower(hex(artifact.sha256)) AS artifact_sha256,
  artifact.path,
  scan.record_count AS records,
  scan.accepted_count AS accepted,
  scan.rejected_count AS rejected,
  scan.merged_count AS merged,
  ifnull(sum(summary.pass_count), 0) AS pass,
  ifnull(sum(summary.fail_count), 0) AS fail,
  ifnull(sum(summary.manual_count), 0) AS manual,
  ifnull(
    sum(
      summary.fail_count + summary.error_count + summary.manual_count + summary.unknown_count
      + summary.pass_count + summary.not_applicable_count
    ) FILTER (WHERE summary.is_muted = 1),
    0
  ) AS muted
FROM scan
JOIN tool ON tool.tool_id = scan.tool_id
JOIN artifact ON artifact.artifact_id = scan.artifact_id
LEFT JOIN scan_rule_summary AS summary ON summary.scan_id = scan.scan_id
GROUP BY scan.scan_id;

-- The files of a scan's run: its own, other outputs that were compared with it, and what the
-- scanner says of requirements.
CREATE VIEW scan_artifact AS
WITH output AS (
  SELECT
    scan_id, artifact_id, 'scan' AS role, scanned_at, tool_id, record_count, accepted_count,
    rejected_count, merged_count, 0 AS differing_count
  FROM scan
  UNION ALL
  SELECT
    scan.scan_id, companion.artifact_id, 'companion', scan.scanned_at, scan.tool_id,
    companion.record_count, companion.accepted_count, companion.rejected_count,
    companion.merged_count, companion.differing_count
  FROM companion
  JOIN scan ON scan.scan_id = companion.scan_id
  UNION ALL
  SELECT
    scan_id, artifact_id, 'requirements', scanned_at, tool_id, record_count, accepted_count,
    rejected_count, merged_count, differing_count
  FROM _requirement_report
)
SELECT
  output.scan_id,
  strftime('%Y-%m-%dT%H:%M:%SZ', output.scanned_at / 1000000, 'unixepoch') AS scanned_at,
  tool.key AS tool,
  output.role,
  artifact.path,
  lower(hex(artifact.sha256)) AS artifact_sha256,
  artifact.format,
  output.record_count AS records,
  output.accepted_count AS accepted,
  output.rejected_count AS rejected,
  output.merged_count AS merged,
  output.differing_count AS differing
FROM output
JOIN tool ON tool.tool_id = output.tool_id
JOIN artifact ON artifact.artifact_id = output.artifact_id;

-- A muted finding is no verdict, so a requirement of which nothing else is known is manual.
CREATE VIEW scanner_requirement AS
SELECT
  report.scan_id,
  strftime('%Y-%m-%dT%H:%M:%SZ', report.scanned_at / 1000000, 'unixepoch') AS scanned_at,
  tool.key AS tool,
  account.provider,
  account.key AS account,
  framework.key AS framework,
  edition.key AS edition,
  requirement.key AS requirement,
  reference.key AS written,
  CASE
    WHEN sum(result.fail_count) > 0 THEN 'fail'
    WHEN
      sum(
        result.error_count + result.manual_count + result.unknown_count + result.muted_count
      ) > 0
      THEN 'manual'
    WHEN sum(result.pass_count) > 0 THEN 'pass'
    ELSE 'not_evaluated'
  END AS status,
  count(result.rule_id) AS checks,
  sum(result.pass_count) AS passing,
  sum(result.fail_count) AS failing,
  sum(result.muted_count) AS muted,
  artifact.path
FROM _requirement_report AS report
JOIN tool ON tool.tool_id = report.tool_id
JOIN artifact ON artifact.artifact_id = report.artifact_id
JOIN requirement_result AS result
  ON result.requirement_report_id = report.requirement_report_id
JOIN reference_set_member AS member ON member.reference_set_id = result.reference_set_id
JOIN requirement_reference AS reference
  ON reference.requirement_reference_id = member.requirement_reference_id
JOIN requirement ON requirement.requirement_id = reference.requirement_id
JOIN edition ON edition.edition_id = requirement.edition_id
JOIN framework ON framework.framework_id = edition.framework_id
LEFT JOIN account ON account.account_id = result.account_id
GROUP BY report.requirement_report_id, result.account_id, reference.requirement_reference_id;

-- What a scan reported is what it covered and did not find gone: the newest event, no later than
-- the scan, of each finding in the cells that it covered.
CREATE VIEW observation AS
SELECT
  scan.scan_id,
  strftime('%Y-%m-%dT%H:%M:%SZ', scan.scanned_at / 1000000, 'unixepoch') AS scanned_at,
  name.tool,
  name.provider,
  name.account,
  name.region,
  name.rule,
  name.resource,
  label.name AS resource_name,
  label.type AS resource_type,
  status.key AS status,
  severity.key AS severity,
  event.is_muted,
  replace(detail.text, detail.name_mark, label.name) AS detail,
  name.finding_id
FROM scan
JOIN _scan_cell AS scan_cell ON scan_cell.scan_id = scan.scan_id
JOIN _finding_name AS name ON name.cell_id = scan_cell.cell_id
JOIN event ON event.event_id = (
  SELECT newest.event_id
  FROM event AS newest
  JOIN scan AS teller ON teller.scan_id = newest.scan_id
  WHERE newest.finding_id = name.finding_id
    AND newest.superseded_in IS NULL
    AND newest.since_at <= scan.scanned_at
    AND (newest.since_at, teller.tie_break) <= (scan.scanned_at, scan.tie_break)
  ORDER BY newest.since_at DESC, teller.tie_break DESC
  LIMIT 1
)
JOIN status ON status.status_id = event.status_id
JOIN severity ON severity.severity_id = event.severity_id
JOIN detail ON detail.detail_id = event.detail_id
JOIN resource_label AS label ON label.resource_label_id = event.resource_label_id
WHERE event.status_id <> 7;

-- Each finding as it stands now: the newest word on each rule and resource.
CREATE VIEW current_finding AS
SELECT
  name.finding_id,
  name.tool,
  name.provider,
  name.account,
  name.region,
  name.rule,
  (
    SELECT revision.title FROM _rule_now AS revision WHERE revision.rule_id = name.rule_id
  ) AS title,
  name.resource,
  label.name AS resource_name,
  label.type AS resource_type,
  status.key AS status,
  severity.key AS severity,
  event.is_muted,
  event.finding_id IN (
    SELECT waived.finding_id
    FROM _waived_now AS waived
    WHERE waived.framework_id = 0
      AND waived.requirement_id = 0
  ) AS is_waived,
  strftime('%Y-%m-%dT%H:%M:%SZ', event.since_at / 1000000, 'unixepoch') AS since,
  strftime('%Y-%m-%dT%H:%M:%SZ', name.last_covered_at / 1000000, 'unixepoch')
    AS last_confirmed_at,
  replace(detail.text, detail.name_mark, label.name) AS detail,
  -- Since when it has been failing: since also moves with severity, mute and detail.
  CASE
    WHEN event.status_id = 1
      THEN strftime('%Y-%m-%dT%H:%M:%SZ', episode.opened_at / 1000000, 'unixepoch')
  END AS failing_since
FROM event
JOIN _finding_name AS name ON name.finding_id = event.finding_id
JOIN status ON status.status_id = event.status_id
JOIN severity ON severity.severity_id = event.severity_id
JOIN detail ON detail.detail_id = event.detail_id
JOIN resource_label AS label ON label.resource_label_id = event.resource_label_id
LEFT JOIN failing_episode AS episode
  ON episode.finding_id = event.finding_id
  AND episode.closing_status_id IS NULL
WHERE event.until_at = 9223372036854775807
  AND event.status_id <> 7;

-- Everything that was ever so of each finding, from when until when.
CREATE VIEW finding_history AS
SELECT
  name.finding_id,
  name.rule,
  name.account,
  name.region,
  name.resource,
  status.key AS status,
  -- What is gone has no severity.
  CASE WHEN event.status_id <> 7 THEN severity.key END AS severity,
  event.is_muted,
  replace(detail.text, detail.name_mark, label.name) AS detail,
  strftime('%Y-%m-%dT%H:%M:%SZ', event.since_at / 1000000, 'unixepoch') AS since,
  CASE
    WHEN event.until_at < 9223372036854775807
      THEN strftime('%Y-%m-%dT%H:%M:%SZ', event.until_at / 1000000, 'unixepoch')
  END AS until,
  event.scan_id,
  event.recorded_in,
  event.event_id,
  name.tool,
  name.provider
FROM event
JOIN _finding_name AS name ON name.finding_id = event.finding_id
JOIN status ON status.status_id = event.status_id
JOIN severity ON severity.severity_id = event.severity_id
JOIN detail ON detail.detail_id = event.detail_id
JOIN resource_label AS label ON label.resource_label_id = event.resource_label_id
WHERE event.superseded_in IS NULL;

-- Each time that something failed: from when, until when, and how it ended.
CREATE VIEW remediation AS
SELECT
  name.finding_id,
  name.rule,
  name.account,
  name.region,
  name.resource,
  severity.key AS severity,
  episode.episode,
  strftime('%Y-%m-%dT%H:%M:%SZ', episode.opened_at / 1000000, 'unixepoch') AS opened_at,
  CASE
    WHEN episode.closing_status_id IS NOT NULL
      THEN strftime('%Y-%m-%dT%H:%M:%SZ', episode.closed_at / 1000000, 'unixepoch')
  END AS closed_at,
  CASE episode.closing_status_id WHEN 5 THEN 'resolved' WHEN 7 THEN 'gone' ELSE 'open' END
    AS outcome,
  -- Days to the closing, or to this moment where the episode is open.
  round(
    (
      iif(episode.closing_status_id IS NULL, unixepoch(), episode.closed_at / 1000000)
      - episode.opened_at / 1000000
    ) / 86400.0,
    2
  ) AS open_days,
  name.tool,
  name.provider
FROM failing_episode AS episode
JOIN severity ON severity.severity_id = episode.severity_id
JOIN _finding_name AS name ON name.finding_id = episode.finding_id;

-- Each requirement with its status now, and what that rests on.
CREATE VIEW requirement_status AS
WITH waived AS MATERIALIZED (
  SELECT finding_id, framework_id, requirement_id
  FROM _waived_now
),
rule_evidence AS (
  SELECT
    cell.rule_id,
    max(event.status_id IN (1, 3, 5, 6)) AS is_evaluated,
    sum(event.status_id = 5 AND event.is_muted = 0) AS passing,
    sum(event.status_id = 1 AND event.is_muted = 0 AND waived.finding_id IS NULL) AS failing,
    sum(event.status_id = 1 AND event.is_muted = 0 AND waived.finding_id IS NOT NULL) AS waived,
    sum(event.is_muted) AS muted,
    sum(event.status_id IN (2, 3, 4) OR event.is_muted = 1) AS undecided,
    min(cell.last_covered_at) AS oldest_at,
    max(cell.last_covered_at) AS newest_at
  FROM event
  JOIN finding ON finding.finding_id = event.finding_id
  JOIN cell ON cell.cell_id = finding.cell_id
  LEFT JOIN waived
    ON waived.finding_id = event.finding_id
    AND waived.framework_id = 0
    AND waived.requirement_id = 0
  WHERE event.until_at = 9223372036854775807
    AND event.status_id <> 7
  GROUP BY cell.rule_id
),
-- Failing findings that are accepted for a requirement or its framework alone.
waived_for AS (
  SELECT cell.rule_id, pair.requirement_id, count(DISTINCT event.finding_id) AS waived
  FROM waived
  CROSS JOIN event ON event.finding_id = waived.finding_id
  CROSS JOIN finding ON finding.finding_id = event.finding_id
  CROSS JOIN cell ON cell.cell_id = finding.cell_id
  CROSS JOIN _rule_requirement_now AS pair ON pair.rule_id = cell.rule_id
  CROSS JOIN requirement ON requirement.requirement_id = pair.requirement_id
  CROSS JOIN edition ON edition.edition_id = requirement.edition_id
  WHERE waived.framework_id + waived.requirement_id > 0
    AND event.until_at = 9223372036854775807
    AND event.status_id = 1
    AND event.is_muted = 0
    AND (
      waived.requirement_id = pair.requirement_id
      OR waived.framework_id = edition.framework_id
    )
    AND (event.finding_id, 0, 0) NOT IN waived
  GROUP BY cell.rule_id, pair.requirement_id
),
evidence AS (
  SELECT
    pair.requirement_id,
    count(*) AS rules_mapped,
    ifnull(sum(rule_evidence.is_evaluated), 0) AS rules_evaluated,
    ifnull(sum(rule_evidence.passing), 0) AS passing,
    ifnull(sum(rule_evidence.failing - ifnull(waived_for.waived, 0)), 0) AS failing,
    ifnull(sum(rule_evidence.waived + ifnull(waived_for.waived, 0)), 0) AS waived,
    ifnull(sum(rule_evidence.muted), 0) AS muted,
    ifnull(sum(rule_evidence.undecided), 0) AS undecided,
    min(rule_evidence.oldest_at) AS oldest_at,
    max(rule_evidence.newest_at) AS newest_at
  FROM _rule_requirement_now AS pair
  -- Only rules that a tool has can be evaluated. One that no scan has described is only a name.
  JOIN _rule_now AS revision ON revision.rule_id = pair.rule_id
  JOIN catalog ON catalog.catalog_id = revision.catalog_id AND catalog.tool_id IS NOT NULL
  LEFT JOIN rule_evidence ON rule_evidence.rule_id = pair.rule_id
  LEFT JOIN waived_for
    ON waived_for.rule_id = pair.rule_id
    AND waived_for.requirement_id = pair.requirement_id
  GROUP BY pair.requirement_id
),
-- Attestations that have begun and are not revoked. What is about one account says nothing of all.
begun AS (
  SELECT
    attestation.attestation_id,
    attestation.requirement_id,
    attestation.expires_at > unixepoch() * 1000000 AS is_in_force,
    iif(attestation.is_met, 5, 1) AS verdict_id
  FROM attestation
  LEFT JOIN attestation_revocation AS revocation
    ON revocation.attestation_id = attestation.attestation_id
  WHERE attestation.account_id IS NULL
    AND attestation.starts_at <= unixepoch() * 1000000
    AND ifnull(revocation.revoked_at > unixepoch() * 1000000, 1)
),
-- Of those in force the one recorded last counts, else one that has run out: it is stale.
attested AS (
  SELECT
    requirement_id,
    is_in_force,
    iif(is_in_force, verdict_id, 4) AS verdict_id
  FROM (
    SELECT
      requirement_id,
      is_in_force,
      verdict_id,
      row_number() OVER (
        PARTITION BY requirement_id ORDER BY is_in_force DESC, attestation_id DESC
      ) AS place
    FROM begun
  )
  WHERE place = 1
)
SELECT
  framework.key AS framework,
  edition.key AS edition,
  requirement.key AS requirement,
  requirement.title,
  verdict.key AS status,
  ifnull(evidence.rules_mapped, 0) AS rules_mapped,
  ifnull(evidence.rules_evaluated, 0) AS rules_evaluated,
  ifnull(evidence.passing, 0) AS passing,
  ifnull(evidence.failing, 0) AS failing,
  ifnull(evidence.waived, 0) AS waived,
  ifnull(evidence.muted, 0) AS muted,
  strftime('%Y-%m-%dT%H:%M:%SZ', evidence.oldest_at / 1000000, 'unixepoch')
    AS oldest_evidence_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', evidence.newest_at / 1000000, 'unixepoch')
    AS newest_evidence_at,
  ifnull(attested.is_in_force, 0) AS attested
FROM requirement
JOIN edition ON edition.edition_id = requirement.edition_id
JOIN framework ON framework.framework_id = edition.framework_id
LEFT JOIN evidence ON evidence.requirement_id = requirement.requirement_id
LEFT JOIN attested ON attested.requirement_id = requirement.requirement_id
JOIN verdict
  ON verdict.verdict_id = CASE
    WHEN evidence.failing > 0 THEN 1
    WHEN evidence.waived > 0 THEN 2
    WHEN evidence.undecided > 0 THEN ifnull(attested.verdict_id, 3)
    WHEN evidence.passing > 0
      THEN iif(
        evidence.oldest_at / 1000000 < unixepoch() - 86400 * (
          SELECT CAST(setting.value AS INTEGER)
          FROM setting
          WHERE setting.key = 'freshness_days'
            AND setting.superseded_in IS NULL
        ),
        4,
        5
      )
    ELSE ifnull(
      attested.verdict_id,
      iif(requirement.requirement_id IN _manual_requirement_now, 3, 6)
    )
  END
-- Headings are neither met nor not.
WHERE requirement.requirement_id NOT IN (
  SELECT requirement_id
  FROM requirement_statement
  WHERE superseded_in IS NULL
    AND is_assessable = 0
);

-- Accounts and checks that the newest scans left out.
CREATE VIEW coverage_gap AS
WITH newest AS (
  SELECT scan.tool_id, coverage.account_id, max(scan.scanned_at) AS scanned_at
  FROM scan_coverage AS coverage
  JOIN scan ON scan.scan_id = coverage.scan_id
  GROUP BY scan.tool_id, coverage.account_id
)
SELECT
  tool.key AS tool,
  account.key AS account,
  region.key AS region,
  rule.key AS rule,
  strftime('%Y-%m-%dT%H:%M:%SZ', cell.last_covered_at / 1000000, 'unixepoch')
    AS last_covered_at,
  count(*) AS findings,
  account.provider
FROM cell
JOIN rule ON rule.rule_id = cell.rule_id
JOIN catalog ON catalog.catalog_id = rule.catalog_id
JOIN tool ON tool.tool_id = catalog.tool_id
JOIN newest ON newest.tool_id = tool.tool_id AND newest.account_id = cell.account_id
JOIN account ON account.account_id = cell.account_id
JOIN region ON region.region_id = cell.region_id
JOIN finding ON finding.cell_id = cell.cell_id
JOIN event ON event.finding_id = finding.finding_id
WHERE event.until_at = 9223372036854775807
  AND event.status_id <> 7
  AND cell.last_covered_at < newest.scanned_at
GROUP BY cell.cell_id;

-- The tags of each resource now.
CREATE VIEW resource_tag AS
SELECT
  account.provider,
  account.key AS account,
  region.key AS region,
  resource.uid AS resource,
  tag.key,
  tag.value,
  count(*) AS findings
FROM resource_label AS label
JOIN tag_set_member AS tag ON tag.tag_set_id = label.tag_set_id
JOIN event ON event.resource_label_id = label.resource_label_id
JOIN finding ON finding.finding_id = event.finding_id
JOIN resource ON resource.resource_id = finding.resource_id
JOIN account ON account.account_id = resource.account_id
JOIN region ON region.region_id = resource.region_id
WHERE event.until_at = 9223372036854775807
GROUP BY resource.resource_id, tag.key, tag.value;

-- Each record of a file that was not kept as it came.
CREATE VIEW ingest_loss AS
SELECT
  loss.scan_id,
  artifact.path,
  loss.kind,
  loss.byte_offset,
  loss.reason,
  loss.excerpt
FROM record_loss AS loss
JOIN artifact ON artifact.artifact_id = loss.artifact_id;
