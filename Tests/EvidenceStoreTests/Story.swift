import EvidenceModel

@testable import EvidenceStore

/// What happened to a database, step by step, and what reports say of it: the form in which the
/// tests of reports are written, and in which a random history that fails is printed.
///
/// ```
/// rule s3_public severity=high cwe=284 threats=tampering scopes=PCI maps=PCI-4.0:3.5.1
/// scan 2026-01-05 tool=prowler complete as=first recorded=2026-01-06
///   fail s3_public 111111111111/eu-west-1/bucket-1 critical muted detail="open to all" label=b:Bucket
///   pass s3_public 111111111111/eu-west-1/bucket-2 as=part-2
/// waive at=2026-01-07 rule=s3_public expires=2026-03-01
/// revoke 1 at=2026-02-01
/// set freshness_days=10
/// target critical=15 framework=PCI
/// query requirement_status framework=PCI as_of=2026-01-31
///   requirement|status|failing
///   3.5.1|fail|1
/// ```
///
/// A `rule` line holds for the scans after it. Rows of a query are held to the columns that its
/// first line names. Times are in UTC.
struct Story: Hashable {
  var steps: [Step] = []

  enum Step: Hashable {
    case rule(RuleDefinition, tool: String)
    case scan(Scan)
    case waive(Waiver, at: Timestamp)
    case revoke(Int64, at: Timestamp)
    case set(Setting)
    case target(RemediationTarget)
    case query(Query)
  }

  struct Scan: Hashable {
    /// What the artifact's digest is made of.
    var artifact: String
    var tool: String
    var scannedAt: Timestamp
    var basis: CoverageBasis
    /// When it was ingested; as early as can be where it does not matter.
    var recordedAt: Timestamp?
    /// All of them, duplicates included, in the order of the file.
    var observations: [Observation] = []
  }

  struct Query: Hashable {
    var name: String
    var parameters: [String: String]
    /// The names of the columns, and then the rows, values joined by `|`.
    var expected: [String] = []
    /// Where the query's line stands, from 1.
    var line = 0
  }
}
