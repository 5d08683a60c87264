-- The evidence database: what rules exist, what scans said, and since when.
--
-- Times are integer microseconds of UTC in columns ending in _at; 9223372036854775807 is the end
-- of time. Two clocks are kept apart: *_at columns of event, scan and rule_revision say when it
-- was so, recorded_in says with which ingest we learned it. What was recorded of scans, findings
-- and rules is never changed: triggers refuse it. Columns that are updated are caches, which
-- `verify` recomputes (event.until_at, cell.last_covered_at, cell.last_scan_id, and all of
-- cell_fingerprint and failing_episode); superseded_in, which is written once; and names that say
-- nothing of evidence (titles of catalogs, frameworks and weaknesses, and the tool of a catalog).

-- Vocabulary ------------------------------------------------------------------------------------

CREATE TABLE status (
  -- Worst first: the worse of two is the smaller.
  status_id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE
) STRICT;

INSERT INTO status (status_id, key)
VALUES
  (1, 'fail'),
  (2, 'error'),
  (3, 'manual'),
  (4, 'unknown'),
  (5, 'pass'),
  (6, 'not_applicable'),
  (7, 'gone');

CREATE TABLE severity (
  -- Worst first.
  severity_id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE
) STRICT;

INSERT INTO severity (severity_id, key)
VALUES
  (1, 'critical'),
  (2, 'high'),
  (3, 'medium'),
  (4, 'low'),
  (5, 'informational'),
  (6, 'unknown');

CREATE TABLE stride (
  stride_id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE
) STRICT;

INSERT INTO stride (stride_id, key)
VALUES
  (1, 'spoofing'),
  (2, 'tampering'),
  (3, 'repudiation'),
  (4, 'information_disclosure'),
  (5, 'denial_of_service'),
  (6, 'elevation_of_privilege'),
  (7, 'availability');

CREATE TABLE cwe (
  -- The number in MITRE's list.
  cwe_id INTEGER PRIMARY KEY,
  name TEXT
) STRICT;

-- How a requirement stands.
CREATE TABLE verdict (
  -- Worst first: a requirement that has several is what the smallest says.
  verdict_id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE
) STRICT;

INSERT INTO verdict (verdict_id, key)
VALUES
  (1, 'fail'),
  (2, 'waived'),
  (3, 'manual'),
  (4, 'stale'),
  (5, 'pass'),
  (6, 'not_evaluated');

-- Where knowledge comes from --------------------------------------------------------------------

-- One transaction that told us something. Its number orders what was known.
CREATE TABLE ingest (
  ingest_id INTEGER PRIMARY KEY,
  recorded_at INTEGER NOT NULL,
  program_version TEXT NOT NULL
) STRICT;

-- The bytes of one ingested file. The file itself is not kept: path says where it was.
CREATE TABLE artifact (
  artifact_id INTEGER PRIMARY KEY,
  ingest_id INTEGER NOT NULL REFERENCES ingest,
  sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
  path TEXT NOT NULL,
  format TEXT NOT NULL,
  byte_count INTEGER NOT NULL
) STRICT;

CREATE INDEX artifact_by_ingest ON artifact (ingest_id);

CREATE TABLE tool (
  tool_id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE
) STRICT;

-- Policy ----------------------------------------------------------------------------------------

-- What reports go by. A setting that is changed stays, so that --known-at goes by what was set.
CREATE TABLE setting (
  setting_id INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  -- What says so: a preset's name, a file's, or the command line; 'default' for what the schema
  -- came with.
  source TEXT NOT NULL,
  -- None for what the schema came with.
  recorded_in INTEGER REFERENCES ingest,
  superseded_in INTEGER REFERENCES ingest
) STRICT;

CREATE UNIQUE INDEX setting_in_force ON setting (key) WHERE superseded_in IS NULL;

INSERT INTO setting (key, value, source)
VALUES
  -- Evidence older than this makes a requirement stale.
  ('freshness_days', '30', 'default'),
  -- Scans of an account should be no further apart than this.
  ('scan_interval_days', '7', 'default'),
  -- What restarts the clock of a finding that fails again: 'resolved', that it had passed;
  -- 'closed', that it had passed or was gone.
  ('sla_clock_restarts_after', 'resolved', 'default');

-- Rules -----------------------------------------------------------------------------------------

CREATE TABLE framework (
  framework_id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  title TEXT
) STRICT;

CREATE TABLE framework_alias (
  -- In lower case.
  alias TEXT PRIMARY KEY,
  framework_id INTEGER NOT NULL REFERENCES framework
) STRICT, WITHOUT ROWID;

CREATE TABLE edition (
  edition_id INTEGER PRIMARY KEY,
  framework_id INTEGER NOT NULL REFERENCES framework,
  -- As the source writes it, such as PCI-4.0.
  key TEXT NOT NULL UNIQUE,
  version TEXT,
  title TEXT
) STRICT;

CREATE INDEX edition_by_framework ON edition (framework_id);

CREATE TABLE requirement (
  requirement_id INTEGER PRIMARY KEY,
  edition_id INTEGER NOT NULL REFERENCES edition,
  -- Caches: what the newest statement in force says.
  parent_requirement_id INTEGER REFERENCES requirement,
  key TEXT NOT NULL,
  title TEXT,
  UNIQUE (edition_id, key)
) STRICT;

CREATE INDEX requirement_by_parent ON requirement (parent_requirement_id)
WHERE parent_requirement_id IS NOT NULL;

-- How a requirement is written somewhere, and what that was read as.
CREATE TABLE requirement_reference (
  requirement_reference_id INTEGER PRIMARY KEY,
  edition TEXT NOT NULL,
  key TEXT NOT NULL,
  requirement_id INTEGER NOT NULL REFERENCES requirement,
  -- The rule by which the name was read; none where the requirement is called that.
  naming_rule TEXT,
  UNIQUE (edition, key, requirement_id)
) STRICT;

CREATE INDEX requirement_reference_by_requirement ON requirement_reference (requirement_id);

-- Requirements as they are written, stored once for all that name just these.
CREATE TABLE reference_set (
  -- The first 63 bits of the SHA-256 of the sorted numbers.
  reference_set_id INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE reference_set_member (
  reference_set_id INTEGER NOT NULL REFERENCES reference_set,
  requirement_reference_id INTEGER NOT NULL REFERENCES requirement_reference,
  PRIMARY KEY (reference_set_id, requirement_reference_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX reference_set_member_by_reference
ON reference_set_member (requirement_reference_id);

CREATE TABLE catalog (
  catalog_id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  title TEXT,
  -- The tool whose checks these are, where the catalog is a scanner's own.
  tool_id INTEGER UNIQUE REFERENCES tool
) STRICT;

-- What can be violated. A rule without a revision is only named so far, by an equivalence
-- or by what a scan says that it evaluated.
CREATE TABLE rule (
  rule_id INTEGER PRIMARY KEY,
  catalog_id INTEGER NOT NULL REFERENCES catalog,
  key TEXT NOT NULL,
  UNIQUE (catalog_id, key)
) STRICT;

-- Requirements that one rule is evidence for, stored once for all revisions that name them all.
CREATE TABLE mapping_set (
  -- The first 63 bits of the SHA-256 of the sorted requirement numbers.
  mapping_set_id INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE mapping_set_member (
  mapping_set_id INTEGER NOT NULL REFERENCES mapping_set,
  requirement_id INTEGER NOT NULL REFERENCES requirement,
  PRIMARY KEY (mapping_set_id, requirement_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX mapping_set_member_by_requirement ON mapping_set_member (requirement_id);

-- What a rule said from since_at on, until its next revision; the first one also holds for the
-- time before it.
CREATE TABLE rule_revision (
  rule_revision_id INTEGER PRIMARY KEY,
  rule_id INTEGER NOT NULL REFERENCES rule,
  since_at INTEGER NOT NULL,
  recorded_in INTEGER NOT NULL REFERENCES ingest,
  -- The ingest that made this revision redundant: one before it says the same.
  superseded_in INTEGER REFERENCES ingest,
  artifact_id INTEGER NOT NULL REFERENCES artifact,
  -- The first 63 bits of the SHA-256 of all that follows, lists included.
  content_id INTEGER NOT NULL,
  title TEXT NOT NULL,
  service TEXT NOT NULL,
  severity_id INTEGER NOT NULL REFERENCES severity,
  cvss REAL,
  cwe_id INTEGER REFERENCES cwe,
  description TEXT NOT NULL,
  risk TEXT NOT NULL,
  recommendation TEXT NOT NULL,
  reference_url TEXT,
  mapping_set_id INTEGER REFERENCES mapping_set,
  -- The same requirements, as they are written.
  reference_set_id INTEGER REFERENCES reference_set
) STRICT;

CREATE INDEX rule_revision_by_rule ON rule_revision (rule_id, since_at);

CREATE TABLE rule_stride (
  rule_revision_id INTEGER NOT NULL REFERENCES rule_revision,
  stride_id INTEGER NOT NULL REFERENCES stride,
  PRIMARY KEY (rule_revision_id, stride_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE rule_scope (
  rule_revision_id INTEGER NOT NULL REFERENCES rule_revision,
  framework_id INTEGER NOT NULL REFERENCES framework,
  PRIMARY KEY (rule_revision_id, framework_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX rule_scope_by_framework ON rule_scope (framework_id);

-- The text of a field before it was normalised.
CREATE TABLE rule_as_written (
  rule_revision_id INTEGER NOT NULL REFERENCES rule_revision,
  field TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (rule_revision_id, field)
) STRICT, WITHOUT ROWID;

-- A rule of one catalog checks the same thing as a rule of another.
CREATE TABLE rule_equivalence (
  rule_equivalence_id INTEGER PRIMARY KEY,
  rule_id INTEGER NOT NULL REFERENCES rule,
  equivalent_rule_id INTEGER NOT NULL REFERENCES rule,
  -- The document that says so.
  artifact_id INTEGER NOT NULL REFERENCES artifact,
  recorded_in INTEGER NOT NULL REFERENCES ingest,
  superseded_in INTEGER REFERENCES ingest,
  CHECK (rule_id <> equivalent_rule_id)
) STRICT;

CREATE INDEX rule_equivalence_by_rule ON rule_equivalence (rule_id, equivalent_rule_id);
CREATE INDEX rule_equivalence_by_equivalent ON rule_equivalence (equivalent_rule_id);

-- What a document says of a requirement, while it does.
CREATE TABLE requirement_statement (
  requirement_statement_id INTEGER PRIMARY KEY,
  catalog_id INTEGER NOT NULL REFERENCES catalog,
  requirement_id INTEGER NOT NULL REFERENCES requirement,
  parent_requirement_id INTEGER REFERENCES requirement,
  title TEXT NOT NULL,
  -- 0 for a heading.
  is_assessable INTEGER NOT NULL CHECK (is_assessable IN (0, 1)),
  artifact_id INTEGER NOT NULL REFERENCES artifact,
  -- Since when; the beginning of time for what the document's first loading says.
  since_at INTEGER NOT NULL,
  recorded_in INTEGER NOT NULL REFERENCES ingest,
  superseded_in INTEGER REFERENCES ingest,
  -- When that ingest was.
  ended_at INTEGER
) STRICT;

CREATE INDEX requirement_statement_by_requirement ON requirement_statement (requirement_id);
CREATE INDEX requirement_statement_by_catalog ON requirement_statement (catalog_id);

-- A document says that a rule is evidence for a requirement, or lists it without a rule.
CREATE TABLE requirement_mapping (
  requirement_mapping_id INTEGER PRIMARY KEY,
  catalog_id INTEGER NOT NULL REFERENCES catalog,
  requirement_id INTEGER NOT NULL REFERENCES requirement,
  -- The requirement as the document writes it.
  requirement_reference_id INTEGER NOT NULL REFERENCES requirement_reference,
  rule_id INTEGER REFERENCES rule,
  reason TEXT NOT NULL,
  artifact_id INTEGER NOT NULL REFERENCES artifact,
  since_at INTEGER NOT NULL,
  recorded_in INTEGER NOT NULL REFERENCES ingest,
  superseded_in INTEGER REFERENCES ingest,
  ended_at INTEGER
) STRICT;

CREATE INDEX requirement_mapping_by_requirement ON requirement_mapping (requirement_id);
CREATE INDEX requirement_mapping_by_rule ON requirement_mapping (rule_id);
CREATE INDEX requirement_mapping_by_catalog ON requirement_mapping (catalog_id);

-- How a requirement stands to another one, as a document says.
CREATE TABLE requirement_relation (
  requirement_relation_id INTEGER PRIMARY KEY,
  catalog_id INTEGER NOT NULL REFERENCES catalog,
  requirement_id INTEGER NOT NULL REFERENCES requirement,
  related_requirement_id INTEGER NOT NULL REFERENCES requirement,
  -- Read from the one to the other.
  kind TEXT NOT NULL CHECK (kind IN ('equal', 'subset', 'superset', 'intersects')),
  -- 0 to 10; none where the document does not say.
  strength INTEGER,
  reason TEXT NOT NULL,
  artifact_id INTEGER NOT NULL REFERENCES artifact,
  since_at INTEGER NOT NULL,
  recorded_in INTEGER NOT NULL REFERENCES ingest,
  superseded_in INTEGER REFERENCES ingest,
  ended_at INTEGER
) STRICT;

CREATE INDEX requirement_relation_by_requirement ON requirement_relation (requirement_id);
CREATE INDEX requirement_relation_by_related ON requirement_relation (related_requirement_id);
CREATE INDEX requirement_relation_by_catalog ON requirement_relation (catalog_id);

-- A catalog says that another one has no rule for this.
CREATE TABLE rule_without_equivalent (
  rule_without_equivalent_id INTEGER PRIMARY KEY,
  rule_id INTEGER NOT NULL REFERENCES rule,
  catalog_id INTEGER NOT NULL REFERENCES catalog,
  reason TEXT NOT NULL,
  recorded_in INTEGER NOT NULL REFERENCES ingest,
  superseded_in INTEGER REFERENCES ingest
) STRICT;

CREATE INDEX rule_without_equivalent_by_rule ON rule_without_equivalent (rule_id);

-- What is doubtful about a catalog's document.
CREATE TABLE catalog_anomaly (
  catalog_anomaly_id INTEGER PRIMARY KEY,
  catalog_id INTEGER NOT NULL REFERENCES catalog,
  artifact_id INTEGER NOT NULL REFERENCES artifact,
  rule_id INTEGER REFERENCES rule,
  line INTEGER NOT NULL,
  code TEXT NOT NULL,
  message TEXT NOT NULL
) STRICT;

CREATE INDEX catalog_anomaly_by_catalog ON catalog_anomaly (catalog_id);

-- What was looked at ----------------------------------------------------------------------------

CREATE TABLE account (
  account_id INTEGER PRIMARY KEY,
  provider TEXT NOT NULL,
  key TEXT NOT NULL,
  UNIQUE (provider, key)
) STRICT;

CREATE TABLE region (
  region_id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE resource (
  resource_id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account,
  region_id INTEGER NOT NULL REFERENCES region,
  uid TEXT NOT NULL,
  -- In this order, so that a resource can be found by what its provider calls it.
  UNIQUE (uid, account_id, region_id)
) STRICT;

-- A set of tags, stored once for all resources that carry exactly these.
CREATE TABLE tag_set (
  -- The first 63 bits of the SHA-256 of the sorted tags.
  tag_set_id INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE tag_set_member (
  tag_set_id INTEGER NOT NULL REFERENCES tag_set,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (tag_set_id, key, value)
) STRICT, WITHOUT ROWID;

-- How a scanner describes a resource; two rules may describe one resource in two ways.
CREATE TABLE resource_label (
  -- The first 63 bits of the SHA-256 of name, type and tags.
  resource_label_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  -- Null where no tags are told.
  tag_set_id INTEGER REFERENCES tag_set
) STRICT;

CREATE INDEX resource_label_by_tag_set ON resource_label (tag_set_id)
WHERE tag_set_id IS NOT NULL;

-- What a scanner says of a result, stored once for all resources of which it says the same: their
-- names are left out. Of an event, it says replace(text, name_mark, the name in the event's label).
CREATE TABLE detail (
  -- The first 63 bits of the SHA-256 of what follows.
  detail_id INTEGER PRIMARY KEY,
  text TEXT NOT NULL,
  -- What stands in the text wherever the name does; empty where it is not left out.
  name_mark TEXT NOT NULL
) STRICT;

-- Scans -----------------------------------------------------------------------------------------

-- One run of one tool. Scans of a tool are ordered by scanned_at, then tie_break, whatever the
-- order in which they arrive.
CREATE TABLE scan (
  scan_id INTEGER PRIMARY KEY,
  ingest_id INTEGER NOT NULL REFERENCES ingest,
  artifact_id INTEGER NOT NULL REFERENCES artifact,
  tool_id INTEGER NOT NULL REFERENCES tool,
  tool_version TEXT,
  scanned_at INTEGER NOT NULL,
  -- The first 63 bits of the artifact's SHA-256.
  tie_break INTEGER NOT NULL,
  record_count INTEGER NOT NULL,
  accepted_count INTEGER NOT NULL,
  rejected_count INTEGER NOT NULL,
  merged_count INTEGER NOT NULL,
  -- Sum of the SHA-256 of each observation, modulo 2^256: see the decision on digests.
  observation_digest BLOB NOT NULL CHECK (length(observation_digest) = 32),
  UNIQUE (tool_id, scanned_at, tie_break),
  CHECK (record_count = accepted_count + rejected_count + merged_count)
) STRICT;

CREATE INDEX scan_by_artifact ON scan (artifact_id);
CREATE INDEX scan_by_ingest ON scan (ingest_id);

-- A set of rules, stored once for all scans that cover exactly these. Set 0 is every rule.
CREATE TABLE rule_set (
  rule_set_id INTEGER PRIMARY KEY,
  -- The SHA-256 of the sorted members.
  digest BLOB NOT NULL UNIQUE
) STRICT;

CREATE TABLE rule_set_member (
  rule_set_id INTEGER NOT NULL REFERENCES rule_set,
  rule_id INTEGER NOT NULL REFERENCES rule,
  PRIMARY KEY (rule_set_id, rule_id)
) STRICT, WITHOUT ROWID;

-- A set of regions, stored once for all scans that cover exactly these. Set 0 is every region.
CREATE TABLE region_set (
  region_set_id INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE
) STRICT;

CREATE TABLE region_set_member (
  region_set_id INTEGER NOT NULL REFERENCES region_set,
  region_id INTEGER NOT NULL REFERENCES region,
  PRIMARY KEY (region_set_id, region_id)
) STRICT, WITHOUT ROWID;

INSERT INTO rule_set (rule_set_id, digest) VALUES (0, x'');
INSERT INTO region_set (region_set_id, digest) VALUES (0, x'');

-- What a scan evaluated: in this account, each of these rules in each of these regions.
CREATE TABLE scan_coverage (
  scan_id INTEGER NOT NULL REFERENCES scan,
  account_id INTEGER NOT NULL REFERENCES account,
  rule_set_id INTEGER NOT NULL REFERENCES rule_set,
  region_set_id INTEGER NOT NULL REFERENCES region_set,
  -- 'inferred' from what is reported, 'declared' by the format, or asserted as 'complete'.
  basis TEXT NOT NULL CHECK (basis IN ('inferred', 'declared', 'complete')),
  PRIMARY KEY (scan_id, account_id, rule_set_id, region_set_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX scan_coverage_by_account ON scan_coverage (account_id, scan_id);

-- Counts of a scan's observations, so that trends read thousands of rows and not millions. A count
-- of none takes no room, and a row for each status would take more than all of them.
CREATE TABLE scan_rule_summary (
  scan_id INTEGER NOT NULL REFERENCES scan,
  rule_id INTEGER NOT NULL REFERENCES rule,
  severity_id INTEGER NOT NULL REFERENCES severity,
  is_muted INTEGER NOT NULL CHECK (is_muted IN (0, 1)),
  fail_count INTEGER NOT NULL,
  error_count INTEGER NOT NULL,
  manual_count INTEGER NOT NULL,
  unknown_count INTEGER NOT NULL,
  pass_count INTEGER NOT NULL,
  not_applicable_count INTEGER NOT NULL,
  PRIMARY KEY (scan_id, rule_id, severity_id, is_muted)
) STRICT, WITHOUT ROWID;

-- Another output of the run that a scan is of: compared with the scan, and not counted again.
CREATE TABLE companion (
  companion_id INTEGER PRIMARY KEY,
  ingest_id INTEGER NOT NULL REFERENCES ingest,
  artifact_id INTEGER NOT NULL UNIQUE REFERENCES artifact,
  scan_id INTEGER NOT NULL REFERENCES scan,
  record_count INTEGER NOT NULL,
  accepted_count INTEGER NOT NULL,
  rejected_count INTEGER NOT NULL,
  merged_count INTEGER NOT NULL,
  -- How many of the accepted say otherwise than the scan, or what it does not report.
  differing_count INTEGER NOT NULL,
  CHECK (record_count = accepted_count + rejected_count + merged_count)
) STRICT;

CREATE INDEX companion_by_scan ON companion (scan_id);

-- What a file says of requirements by the scanner's own reckoning, at one time.
CREATE TABLE requirement_report (
  requirement_report_id INTEGER PRIMARY KEY,
  ingest_id INTEGER NOT NULL REFERENCES ingest,
  artifact_id INTEGER NOT NULL REFERENCES artifact,
  tool_id INTEGER NOT NULL REFERENCES tool,
  tool_version TEXT,
  -- Of the same tool and second, a scan is of the same run.
  scanned_at INTEGER NOT NULL,
  record_count INTEGER NOT NULL,
  accepted_count INTEGER NOT NULL,
  rejected_count INTEGER NOT NULL,
  merged_count INTEGER NOT NULL,
  -- How many of the accepted say otherwise than the findings of the run's scan, where that was
  -- ingested before.
  differing_count INTEGER NOT NULL,
  UNIQUE (artifact_id, tool_id, scanned_at),
  CHECK (record_count = accepted_count + rejected_count + merged_count)
) STRICT;

CREATE INDEX requirement_report_by_tool ON requirement_report (tool_id, scanned_at);

-- How requirements stand by one check in one account. Most checks say the same of all of their
-- requirements, so that a row tells of all of which as many findings say the same.
CREATE TABLE requirement_result (
  requirement_result_id INTEGER PRIMARY KEY,
  requirement_report_id INTEGER NOT NULL REFERENCES requirement_report,
  -- None where it is said of all accounts.
  account_id INTEGER REFERENCES account,
  -- None for requirements without a check.
  rule_id INTEGER REFERENCES rule,
  reference_set_id INTEGER NOT NULL REFERENCES reference_set,
  fail_count INTEGER NOT NULL,
  error_count INTEGER NOT NULL,
  manual_count INTEGER NOT NULL,
  unknown_count INTEGER NOT NULL,
  pass_count INTEGER NOT NULL,
  not_applicable_count INTEGER NOT NULL,
  -- Muted ones, whatever they say; they are in none of the other counts.
  muted_count INTEGER NOT NULL
) STRICT;

CREATE INDEX requirement_result_by_report ON requirement_result (requirement_report_id);

-- Records that were not kept as they came.
CREATE TABLE record_loss (
  record_loss_id INTEGER PRIMARY KEY,
  artifact_id INTEGER NOT NULL REFERENCES artifact,
  scan_id INTEGER REFERENCES scan,
  -- 'differing' is said of what another output of a run says otherwise than its scan.
  kind TEXT NOT NULL CHECK (kind IN ('rejected', 'merged', 'differing')),
  byte_offset INTEGER NOT NULL,
  byte_count INTEGER NOT NULL,
  reason TEXT NOT NULL,
  excerpt TEXT NOT NULL
) STRICT;

CREATE INDEX record_loss_by_artifact ON record_loss (artifact_id);

-- Findings --------------------------------------------------------------------------------------

-- A rule in an account and region in which it has findings: the unit of coverage.
CREATE TABLE cell (
  cell_id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account,
  rule_id INTEGER NOT NULL REFERENCES rule,
  region_id INTEGER NOT NULL REFERENCES region,
  -- Caches: the newest scan that covered the cell; none until its first scan is complete.
  last_covered_at INTEGER,
  last_scan_id INTEGER REFERENCES scan,
  UNIQUE (account_id, rule_id, region_id)
) STRICT;

CREATE INDEX cell_by_rule ON cell (rule_id);

-- Cache: what the findings of a cell say now. A scan that says the same is known by it, without a
-- look at the log.
CREATE TABLE cell_fingerprint (
  cell_id INTEGER PRIMARY KEY REFERENCES cell,
  -- Of each finding that is not gone, in the order of finding_id, the first 16 bytes of the SHA-256
  -- of what it says: see the decision on fingerprints.
  fingerprints BLOB NOT NULL
) STRICT;

-- A rule's verdict on a resource: an identity. What it said when is in event.
CREATE TABLE finding (
  finding_id INTEGER PRIMARY KEY,
  cell_id INTEGER NOT NULL REFERENCES cell,
  resource_id INTEGER NOT NULL REFERENCES resource,
  -- Tells apart the results of a rule that gives several for one resource.
  discriminator TEXT NOT NULL,
  UNIQUE (cell_id, resource_id, discriminator)
) STRICT;

CREATE INDEX finding_by_resource ON finding (resource_id);

-- The ids that tools gave a finding. They collide and change, so they identify nothing.
CREATE TABLE finding_alias (
  finding_id INTEGER NOT NULL REFERENCES finding,
  alias TEXT NOT NULL,
  PRIMARY KEY (finding_id, alias)
) STRICT, WITHOUT ROWID;

-- The log: from since_at on, a finding had this status. A scan that changes nothing about a
-- finding has no row here.
CREATE TABLE event (
  event_id INTEGER PRIMARY KEY,
  finding_id INTEGER NOT NULL REFERENCES finding,
  since_at INTEGER NOT NULL,
  -- Cache: since_at of the finding's next event, or the end of time; since_at itself where
  -- superseded_in is set.
  until_at INTEGER NOT NULL,
  -- The scan that says so.
  scan_id INTEGER NOT NULL REFERENCES scan,
  -- The ingest with which we learned it: a later one than the scan's where a scan that arrived
  -- late made it necessary to say again what this scan said.
  recorded_in INTEGER NOT NULL REFERENCES ingest,
  -- The ingest that made this event redundant: the event before it says the same.
  superseded_in INTEGER REFERENCES ingest,
  status_id INTEGER NOT NULL REFERENCES status,
  severity_id INTEGER NOT NULL REFERENCES severity,
  is_muted INTEGER NOT NULL CHECK (is_muted IN (0, 1)),
  detail_id INTEGER NOT NULL REFERENCES detail,
  resource_label_id INTEGER NOT NULL REFERENCES resource_label,
  -- The record in the scan's artifact; none where the finding is gone, or where the scan had
  -- nothing new to say of it before a late one came.
  byte_offset INTEGER,
  byte_count INTEGER
) STRICT;

CREATE INDEX event_by_finding ON event (finding_id, since_at);
CREATE INDEX event_in_force ON event (finding_id) WHERE until_at = 9223372036854775807;

-- Cache: a finding's failing stretches, as the events in force tell them. One begins with the
-- first fail and ends with the first pass or gone after it; other statuses do neither.
CREATE TABLE failing_episode (
  finding_id INTEGER NOT NULL REFERENCES finding,
  -- Its number among those of the finding, from 1.
  episode INTEGER NOT NULL,
  opening_event_id INTEGER NOT NULL REFERENCES event,
  -- That of the opening event.
  severity_id INTEGER NOT NULL REFERENCES severity,
  opened_at INTEGER NOT NULL,
  -- The end of time where it is open.
  closed_at INTEGER NOT NULL,
  closing_status_id INTEGER REFERENCES status,
  -- When the first of the finding's episodes since its last pass opened, where that is earlier:
  -- between them it was only gone.
  unresolved_since_at INTEGER,
  PRIMARY KEY (finding_id, episode)
) STRICT, WITHOUT ROWID;

-- Remediation policy ----------------------------------------------------------------------------

-- Days in which a failure of a severity has to be remediated.
CREATE TABLE sla (
  sla_id INTEGER PRIMARY KEY,
  -- None for every finding.
  framework_id INTEGER REFERENCES framework,
  severity_id INTEGER NOT NULL REFERENCES severity,
  days INTEGER NOT NULL CHECK (days > 0),
  -- What says so: a preset's name, a file's, or the command line.
  source TEXT NOT NULL,
  recorded_in INTEGER NOT NULL REFERENCES ingest,
  superseded_in INTEGER REFERENCES ingest
) STRICT;

CREATE UNIQUE INDEX sla_in_force ON sla (ifnull(framework_id, 0), severity_id)
WHERE superseded_in IS NULL;

-- Somebody accepted what fails, for a reason, until a date. It fits the findings that fit every
-- one of its columns that is set, those included that are not known yet.
CREATE TABLE waiver (
  waiver_id INTEGER PRIMARY KEY,
  recorded_in INTEGER NOT NULL REFERENCES ingest,
  starts_at INTEGER NOT NULL,
  -- The first moment at which it no longer holds.
  expires_at INTEGER NOT NULL,
  finding_id INTEGER REFERENCES finding,
  rule_id INTEGER REFERENCES rule,
  resource_uid TEXT,
  account_id INTEGER REFERENCES account,
  -- Resources with this tag, whose value fits the GLOB pattern.
  tag_key TEXT,
  tag_pattern TEXT,
  -- Where one of these is set, what fits is accepted for that alone.
  framework_id INTEGER REFERENCES framework,
  requirement_id INTEGER REFERENCES requirement,
  reason TEXT NOT NULL,
  owner TEXT NOT NULL,
  approver TEXT NOT NULL,
  ticket TEXT,
  CHECK (starts_at < expires_at),
  CHECK ((tag_key IS NULL) = (tag_pattern IS NULL)),
  CHECK (framework_id IS NULL OR requirement_id IS NULL),
  CHECK (
    coalesce(finding_id, rule_id, account_id, framework_id, requirement_id) IS NOT NULL
    OR coalesce(resource_uid, tag_key) IS NOT NULL
  )
) STRICT;

-- The end of a waiver before it expires.
CREATE TABLE waiver_revocation (
  waiver_id INTEGER PRIMARY KEY REFERENCES waiver,
  recorded_in INTEGER NOT NULL REFERENCES ingest,
  -- The first moment at which the waiver no longer holds.
  revoked_at INTEGER NOT NULL,
  revoked_by TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;

-- Attestations ----------------------------------------------------------------------------------

-- Somebody attested that a requirement is met or is not, until a date.
CREATE TABLE attestation (
  attestation_id INTEGER PRIMARY KEY,
  recorded_in INTEGER NOT NULL REFERENCES ingest,
  requirement_id INTEGER NOT NULL REFERENCES requirement,
  -- The one account that it is about; none for all.
  account_id INTEGER REFERENCES account,
  is_met INTEGER NOT NULL CHECK (is_met IN (0, 1)),
  starts_at INTEGER NOT NULL,
  -- The first moment at which it no longer holds.
  expires_at INTEGER NOT NULL,
  attested_by TEXT NOT NULL,
  note TEXT,
  CHECK (starts_at < expires_at)
) STRICT;

CREATE INDEX attestation_by_requirement ON attestation (requirement_id);

-- The end of an attestation before it expires.
CREATE TABLE attestation_revocation (
  attestation_id INTEGER PRIMARY KEY REFERENCES attestation,
  recorded_in INTEGER NOT NULL REFERENCES ingest,
  -- The first moment at which the attestation no longer holds.
  revoked_at INTEGER NOT NULL,
  revoked_by TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;

-- The bytes of a file that is kept, stored once however often it is named.
CREATE TABLE kept_file (
  kept_file_id INTEGER PRIMARY KEY,
  ingest_id INTEGER NOT NULL REFERENCES ingest,
  sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
  bytes BLOB NOT NULL
) STRICT;

CREATE INDEX kept_file_by_ingest ON kept_file (ingest_id);

-- A file that an attestation rests on.
CREATE TABLE attestation_evidence (
  attestation_id INTEGER NOT NULL REFERENCES attestation,
  -- Where the file was, as the user wrote it.
  path TEXT NOT NULL,
  kept_file_id INTEGER NOT NULL REFERENCES kept_file,
  PRIMARY KEY (attestation_id, path)
) STRICT, WITHOUT ROWID;

CREATE INDEX attestation_evidence_by_kept_file ON attestation_evidence (kept_file_id);

-- What is recorded stays ------------------------------------------------------------------------

-- INSERT OR REPLACE deletes without a delete trigger, so inserts over a row of the log are refused
-- too. The triggers guard against mistakes: who can write the file can drop them, and `verify` then
-- finds what does not follow from the log.

CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN
  SELECT raise(ABORT, 'events are never deleted');
END;

CREATE TRIGGER event_is_never_replaced BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event WHERE event_id = new.event_id)
BEGIN
  SELECT raise(ABORT, 'events are written once');
END;

CREATE TRIGGER event_is_written_once
BEFORE UPDATE OF event_id, finding_id, since_at, scan_id, recorded_in, status_id, severity_id,
  is_muted, detail_id, resource_label_id, byte_offset, byte_count ON event
BEGIN
  SELECT raise(ABORT, 'events are written once');
END;

CREATE TRIGGER event_is_superseded_once BEFORE UPDATE OF superseded_in ON event
WHEN old.superseded_in IS NOT NULL
BEGIN
  SELECT raise(ABORT, 'events are superseded once');
END;

CREATE TRIGGER rule_revision_is_never_deleted BEFORE DELETE ON rule_revision
BEGIN
  SELECT raise(ABORT, 'rule revisions are never deleted');
END;

CREATE TRIGGER rule_revision_is_never_replaced BEFORE INSERT ON rule_revision
WHEN EXISTS (SELECT 1 FROM rule_revision WHERE rule_revision_id = new.rule_revision_id)
BEGIN
  SELECT raise(ABORT, 'rule revisions are written once');
END;

CREATE TRIGGER rule_revision_is_written_once
BEFORE UPDATE OF rule_revision_id, rule_id, since_at, recorded_in, artifact_id, content_id, title,
  service, severity_id, cvss, cwe_id, description, risk, recommendation, reference_url,
  mapping_set_id, reference_set_id ON rule_revision
BEGIN
  SELECT raise(ABORT, 'rule revisions are written once');
END;

CREATE TRIGGER rule_revision_is_superseded_once BEFORE UPDATE OF superseded_in ON rule_revision
WHEN old.superseded_in IS NOT NULL
BEGIN
  SELECT raise(ABORT, 'rule revisions are superseded once');
END;

CREATE TRIGGER scan_is_never_deleted BEFORE DELETE ON scan
BEGIN
  SELECT raise(ABORT, 'scans are never deleted');
END;

CREATE TRIGGER scan_is_written_once BEFORE UPDATE ON scan
BEGIN
  SELECT raise(ABORT, 'scans are written once');
END;

CREATE TRIGGER scan_is_never_replaced BEFORE INSERT ON scan
WHEN EXISTS (SELECT 1 FROM scan WHERE scan_id = new.scan_id)
BEGIN
  SELECT raise(ABORT, 'scans are written once');
END;

CREATE TRIGGER scan_coverage_is_never_deleted BEFORE DELETE ON scan_coverage
BEGIN
  SELECT raise(ABORT, 'coverage is never deleted');
END;

CREATE TRIGGER scan_coverage_is_written_once BEFORE UPDATE ON scan_coverage
BEGIN
  SELECT raise(ABORT, 'coverage is written once');
END;

CREATE TRIGGER scan_rule_summary_is_never_deleted BEFORE DELETE ON scan_rule_summary
BEGIN
  SELECT raise(ABORT, 'summaries are never deleted');
END;

CREATE TRIGGER scan_rule_summary_is_written_once BEFORE UPDATE ON scan_rule_summary
BEGIN
  SELECT raise(ABORT, 'summaries are written once');
END;

CREATE TRIGGER artifact_is_never_deleted BEFORE DELETE ON artifact
BEGIN
  SELECT raise(ABORT, 'artifacts are never deleted');
END;

CREATE TRIGGER artifact_is_written_once BEFORE UPDATE ON artifact
BEGIN
  SELECT raise(ABORT, 'artifacts are written once');
END;

CREATE TRIGGER artifact_is_never_replaced BEFORE INSERT ON artifact
WHEN EXISTS (SELECT 1 FROM artifact WHERE artifact_id = new.artifact_id)
BEGIN
  SELECT raise(ABORT, 'artifacts are written once');
END;

CREATE TRIGGER ingest_is_never_deleted BEFORE DELETE ON ingest
BEGIN
  SELECT raise(ABORT, 'ingests are never deleted');
END;

CREATE TRIGGER ingest_is_written_once BEFORE UPDATE ON ingest
BEGIN
  SELECT raise(ABORT, 'ingests are written once');
END;

CREATE TRIGGER ingest_is_never_replaced BEFORE INSERT ON ingest
WHEN EXISTS (SELECT 1 FROM ingest WHERE ingest_id = new.ingest_id)
BEGIN
  SELECT raise(ABORT, 'ingests are written once');
END;

CREATE TRIGGER companion_is_never_deleted BEFORE DELETE ON companion
BEGIN
  SELECT raise(ABORT, 'companions are never deleted');
END;

CREATE TRIGGER companion_is_written_once BEFORE UPDATE ON companion
BEGIN
  SELECT raise(ABORT, 'companions are written once');
END;

CREATE TRIGGER requirement_report_is_never_deleted BEFORE DELETE ON requirement_report
BEGIN
  SELECT raise(ABORT, 'reports by requirement are never deleted');
END;

CREATE TRIGGER requirement_report_is_written_once BEFORE UPDATE ON requirement_report
BEGIN
  SELECT raise(ABORT, 'reports by requirement are written once');
END;

CREATE TRIGGER requirement_result_is_never_deleted BEFORE DELETE ON requirement_result
BEGIN
  SELECT raise(ABORT, 'results by requirement are never deleted');
END;

CREATE TRIGGER requirement_result_is_written_once BEFORE UPDATE ON requirement_result
BEGIN
  SELECT raise(ABORT, 'results by requirement are written once');
END;

CREATE TRIGGER record_loss_is_never_deleted BEFORE DELETE ON record_loss
BEGIN
  SELECT raise(ABORT, 'losses are never deleted');
END;

CREATE TRIGGER record_loss_is_written_once BEFORE UPDATE ON record_loss
BEGIN
  SELECT raise(ABORT, 'losses are written once');
END;

CREATE TRIGGER finding_is_never_deleted BEFORE DELETE ON finding
BEGIN
  SELECT raise(ABORT, 'findings are never deleted');
END;

CREATE TRIGGER finding_is_written_once BEFORE UPDATE ON finding
BEGIN
  SELECT raise(ABORT, 'findings are written once');
END;

CREATE TRIGGER resource_is_never_deleted BEFORE DELETE ON resource
BEGIN
  SELECT raise(ABORT, 'resources are never deleted');
END;

CREATE TRIGGER resource_is_written_once BEFORE UPDATE ON resource
BEGIN
  SELECT raise(ABORT, 'resources are written once');
END;

CREATE TRIGGER detail_is_never_deleted BEFORE DELETE ON detail
BEGIN
  SELECT raise(ABORT, 'details are never deleted');
END;

CREATE TRIGGER detail_is_written_once BEFORE UPDATE ON detail
BEGIN
  SELECT raise(ABORT, 'details are written once');
END;

CREATE TRIGGER tag_set_member_is_never_deleted BEFORE DELETE ON tag_set_member
BEGIN
  SELECT raise(ABORT, 'tag sets are never deleted');
END;

CREATE TRIGGER tag_set_member_is_written_once BEFORE UPDATE ON tag_set_member
BEGIN
  SELECT raise(ABORT, 'tag sets are written once');
END;

CREATE TRIGGER resource_label_is_never_deleted BEFORE DELETE ON resource_label
BEGIN
  SELECT raise(ABORT, 'labels are never deleted');
END;

CREATE TRIGGER resource_label_is_written_once BEFORE UPDATE ON resource_label
BEGIN
  SELECT raise(ABORT, 'labels are written once');
END;

CREATE TRIGGER rule_set_member_is_never_deleted BEFORE DELETE ON rule_set_member
BEGIN
  SELECT raise(ABORT, 'rule sets are never deleted');
END;

CREATE TRIGGER rule_set_member_is_written_once BEFORE UPDATE ON rule_set_member
BEGIN
  SELECT raise(ABORT, 'rule sets are written once');
END;

CREATE TRIGGER region_set_member_is_never_deleted BEFORE DELETE ON region_set_member
BEGIN
  SELECT raise(ABORT, 'region sets are never deleted');
END;

CREATE TRIGGER region_set_member_is_written_once BEFORE UPDATE ON region_set_member
BEGIN
  SELECT raise(ABORT, 'region sets are written once');
END;

CREATE TRIGGER mapping_set_member_is_never_deleted BEFORE DELETE ON mapping_set_member
BEGIN
  SELECT raise(ABORT, 'mapping sets are never deleted');
END;

CREATE TRIGGER mapping_set_member_is_written_once BEFORE UPDATE ON mapping_set_member
BEGIN
  SELECT raise(ABORT, 'mapping sets are written once');
END;

CREATE TRIGGER rule_scope_is_never_deleted BEFORE DELETE ON rule_scope
BEGIN
  SELECT raise(ABORT, 'scopes are never deleted');
END;

CREATE TRIGGER rule_scope_is_written_once BEFORE UPDATE ON rule_scope
BEGIN
  SELECT raise(ABORT, 'scopes are written once');
END;

CREATE TRIGGER rule_stride_is_never_deleted BEFORE DELETE ON rule_stride
BEGIN
  SELECT raise(ABORT, 'threats are never deleted');
END;

CREATE TRIGGER rule_stride_is_written_once BEFORE UPDATE ON rule_stride
BEGIN
  SELECT raise(ABORT, 'threats are written once');
END;

CREATE TRIGGER rule_is_never_deleted BEFORE DELETE ON rule
BEGIN
  SELECT raise(ABORT, 'rules are never deleted');
END;

CREATE TRIGGER rule_is_written_once BEFORE UPDATE ON rule
BEGIN
  SELECT raise(ABORT, 'rules are written once');
END;

CREATE TRIGGER account_is_never_deleted BEFORE DELETE ON account
BEGIN
  SELECT raise(ABORT, 'accounts are never deleted');
END;

CREATE TRIGGER account_is_written_once BEFORE UPDATE ON account
BEGIN
  SELECT raise(ABORT, 'accounts are written once');
END;

CREATE TRIGGER region_is_never_deleted BEFORE DELETE ON region
BEGIN
  SELECT raise(ABORT, 'regions are never deleted');
END;

CREATE TRIGGER region_is_written_once BEFORE UPDATE ON region
BEGIN
  SELECT raise(ABORT, 'regions are written once');
END;

CREATE TRIGGER tool_is_never_deleted BEFORE DELETE ON tool
BEGIN
  SELECT raise(ABORT, 'tools are never deleted');
END;

CREATE TRIGGER tool_is_written_once BEFORE UPDATE ON tool
BEGIN
  SELECT raise(ABORT, 'tools are written once');
END;

CREATE TRIGGER rule_equivalence_is_never_deleted BEFORE DELETE ON rule_equivalence
BEGIN
  SELECT raise(ABORT, 'equivalences are never deleted');
END;

CREATE TRIGGER rule_equivalence_is_superseded_once BEFORE UPDATE ON rule_equivalence
WHEN old.superseded_in IS NOT NULL
BEGIN
  SELECT raise(ABORT, 'equivalences are superseded once');
END;

CREATE TRIGGER rule_without_equivalent_is_never_deleted BEFORE DELETE ON rule_without_equivalent
BEGIN
  SELECT raise(ABORT, 'statements are never deleted');
END;

CREATE TRIGGER rule_without_equivalent_is_superseded_once BEFORE UPDATE ON rule_without_equivalent
WHEN old.superseded_in IS NOT NULL
BEGIN
  SELECT raise(ABORT, 'statements are superseded once');
END;

CREATE TRIGGER waiver_is_never_deleted BEFORE DELETE ON waiver
BEGIN
  SELECT raise(ABORT, 'waivers are never deleted');
END;

CREATE TRIGGER waiver_is_written_once BEFORE UPDATE ON waiver
BEGIN
  SELECT raise(ABORT, 'waivers are written once');
END;

CREATE TRIGGER waiver_is_never_replaced BEFORE INSERT ON waiver
WHEN EXISTS (SELECT 1 FROM waiver WHERE waiver_id = new.waiver_id)
BEGIN
  SELECT raise(ABORT, 'waivers are written once');
END;

CREATE TRIGGER waiver_revocation_is_never_deleted BEFORE DELETE ON waiver_revocation
BEGIN
  SELECT raise(ABORT, 'revocations are never deleted');
END;

CREATE TRIGGER waiver_revocation_is_written_once BEFORE UPDATE ON waiver_revocation
BEGIN
  SELECT raise(ABORT, 'revocations are written once');
END;

CREATE TRIGGER waiver_revocation_is_never_replaced BEFORE INSERT ON waiver_revocation
WHEN EXISTS (SELECT 1 FROM waiver_revocation WHERE waiver_id = new.waiver_id)
BEGIN
  SELECT raise(ABORT, 'revocations are written once');
END;

CREATE TRIGGER sla_is_never_deleted BEFORE DELETE ON sla
BEGIN
  SELECT raise(ABORT, 'remediation policies are never deleted');
END;

CREATE TRIGGER sla_is_written_once
BEFORE UPDATE OF sla_id, framework_id, severity_id, days, source, recorded_in ON sla
BEGIN
  SELECT raise(ABORT, 'remediation policies are written once');
END;

CREATE TRIGGER sla_is_superseded_once BEFORE UPDATE OF superseded_in ON sla
WHEN old.superseded_in IS NOT NULL
BEGIN
  SELECT raise(ABORT, 'remediation policies are superseded once');
END;

CREATE TRIGGER setting_is_never_deleted BEFORE DELETE ON setting
BEGIN
  SELECT raise(ABORT, 'settings are never deleted');
END;

CREATE TRIGGER setting_is_written_once
BEFORE UPDATE OF setting_id, key, value, source, recorded_in ON setting
BEGIN
  SELECT raise(ABORT, 'settings are written once');
END;

CREATE TRIGGER setting_is_superseded_once BEFORE UPDATE OF superseded_in ON setting
WHEN old.superseded_in IS NOT NULL
BEGIN
  SELECT raise(ABORT, 'settings are superseded once');
END;

CREATE TRIGGER attestation_is_never_deleted BEFORE DELETE ON attestation
BEGIN
  SELECT raise(ABORT, 'attestations are never deleted');
END;

CREATE TRIGGER attestation_is_written_once BEFORE UPDATE ON attestation
BEGIN
  SELECT raise(ABORT, 'attestations are written once');
END;

CREATE TRIGGER attestation_is_never_replaced BEFORE INSERT ON attestation
WHEN EXISTS (SELECT 1 FROM attestation WHERE attestation_id = new.attestation_id)
BEGIN
  SELECT raise(ABORT, 'attestations are written once');
END;

CREATE TRIGGER attestation_revocation_is_never_deleted BEFORE DELETE ON attestation_revocation
BEGIN
  SELECT raise(ABORT, 'revocations are never deleted');
END;

CREATE TRIGGER attestation_revocation_is_written_once BEFORE UPDATE ON attestation_revocation
BEGIN
  SELECT raise(ABORT, 'revocations are written once');
END;

CREATE TRIGGER attestation_revocation_is_never_replaced BEFORE INSERT ON attestation_revocation
WHEN EXISTS (SELECT 1 FROM attestation_revocation WHERE attestation_id = new.attestation_id)
BEGIN
  SELECT raise(ABORT, 'revocations are written once');
END;

CREATE TRIGGER kept_file_is_never_deleted BEFORE DELETE ON kept_file
BEGIN
  SELECT raise(ABORT, 'kept files are never deleted');
END;

CREATE TRIGGER kept_file_is_written_once BEFORE UPDATE ON kept_file
BEGIN
  SELECT raise(ABORT, 'kept files are written once');
END;

CREATE TRIGGER kept_file_is_never_replaced BEFORE INSERT ON kept_file
WHEN EXISTS (SELECT 1 FROM kept_file WHERE kept_file_id = new.kept_file_id OR sha256 = new.sha256)
BEGIN
  SELECT raise(ABORT, 'kept files are written once');
END;

CREATE TRIGGER attestation_evidence_is_never_deleted BEFORE DELETE ON attestation_evidence
BEGIN
  SELECT raise(ABORT, 'attestations'' files are never deleted');
END;

CREATE TRIGGER attestation_evidence_is_written_once BEFORE UPDATE ON attestation_evidence
BEGIN
  SELECT raise(ABORT, 'attestations'' files are written once');
END;

CREATE TRIGGER attestation_evidence_is_never_replaced BEFORE INSERT ON attestation_evidence
WHEN EXISTS (
  SELECT 1
  FROM attestation_evidence
  WHERE attestation_id = new.attestation_id
    AND path = new.path
)
BEGIN
  SELECT raise(ABORT, 'attestations'' files are written once');
END;
