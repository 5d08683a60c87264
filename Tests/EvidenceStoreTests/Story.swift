import Crypto
import EvidenceModel
import Foundation

@testable import EvidenceStore

/// What happened to a database, step by step, and what reports say of it: the form in which the
/// tests of reports are written, and in which a random history that fails is printed.
///
/// ```
/// rule s3_public severity=high cwe=284 threats=tampering scopes=PCI maps=PCI-4.0:3.5.1
/// catalog ours as=ours-1 recorded=2026-01-02
///   framework HIPAA title=Health aliases=HIPPA
///   weakness 284 "Improper Access Control"
///   rule bucket-is-public scopes=HIPPA same=prowler/s3_public none=trivy/unsupported
///   heading PCI-4.0:3
///   requirement PCI-4.0:3.5.1 title="Stored data cannot be read" parent=3
///   evidence PCI-4.0:3.5.1 rule=prowler/s3_public reason="public is readable"
///   evidence PCI-4.0:12.1
/// scan 2026-01-05 tool=prowler complete as=first recorded=2026-01-06
///   fail s3_public 111111111111/eu-west-1/bucket-1 critical muted detail="open to all" label=b:Bucket
///   pass s3_public 111111111111/eu-west-1/bucket-2 part=policy
///   pass s3_public azure:prod/westeurope/blob-1
///   pass s3_public 222222222222/eu-west-1/bucket-3 at=2026-01-06
///   reject "no resource"
/// waive at=2026-01-07 rule=s3_public expires=2026-03-01
/// waive at=2026-01-07 finding=prowler/s3_public/111111111111/eu-west-1/bucket-1 expires=2026-03-01
/// revoke 1 at=2026-02-01
/// attest PCI-4.0:12.6 at=2026-02-01 until=2026-12-31 evidence=training.pdf
/// attest PCI-4.0:12.7 at=2026-02-01 until=2026-12-31 account=111111111111 not_met
/// withdraw 1 at=2026-03-01
/// set freshness_days=10 recorded=2026-02-02
/// target critical=15 framework=PCI
/// query requirement_status framework=PCI as_of=2026-01-31
///   requirement|status|failing
///   3.5.1|fail|1
/// view current_finding
///   rule|status
///   s3_public|fail
/// ```
///
/// A `rule` line holds for the scans after it. Records of another time than the file's first line
/// says are of another scan in the same file. Rows of a query are held to the columns that its
/// first line names. Times are in UTC.
struct Story: Hashable {
  var steps: [Step] = []

  enum Step: Hashable {
    case rule(RuleDefinition, tool: String)
    case catalog(Catalog)
    case scan(Scan)
    case waive(Acceptance)
    case revoke(Int64, at: Timestamp)
    case attest(Testimony)
    /// Ends an attestation.
    case withdraw(Int64, at: Timestamp)
    case set(Setting, recordedAt: Timestamp?)
    case target(RemediationTarget, recordedAt: Timestamp?)
    case query(Query)
  }

  /// A catalog's document.
  struct Catalog: Hashable {
    /// What the artifact's digest is made of.
    var artifact: String
    /// When it is loaded; as early as can be where it does not matter.
    var recordedAt: Timestamp?
    var catalog: RuleCatalog
  }

  /// A file of a scanner; where its records have several times, it is of as many scans.
  struct Scan: Hashable {
    /// What the artifact's digest is made of.
    var artifact: String
    var tool: String
    /// The time of records that name no other.
    var scannedAt: Timestamp
    var basis: CoverageBasis
    /// What it says that it evaluated.
    var declarations: [DeclaredCoverage] = []
    /// When it was ingested; as early as can be where it does not matter.
    var recordedAt: Timestamp?
    /// All of them, duplicates included, in the order of the file. Each is one byte long.
    var observations: [Observation] = []
    /// Why records were rejected that stand after the observations, each one byte long.
    var rejections: [String] = []
  }

  struct Acceptance: Hashable {
    var waiver: Waiver
    /// The one finding that it is for, where it is not told by its number.
    var finding: FindingName?
    var recordedAt: Timestamp
  }

  struct Testimony: Hashable {
    var attestation: Attestation
    /// The files that it rests on; what is in them is their name.
    var evidence: [String]
    var recordedAt: Timestamp
  }

  /// A finding by what it is of, whatever number the database gives it.
  struct FindingName: Hashable {
    var tool: String
    var rule: String
    var provider = "aws"
    var account: String
    var region: String
    var resource: String
    var discriminator = ""
  }

  struct Query: Hashable {
    /// A report's name, or a view's.
    var name: String
    var isView = false
    var parameters: [String: String] = [:]
    /// The names of the columns, and then the rows, values joined by `|`.
    var expected: [String] = []
    /// Where the query's line stands, from 1.
    var line = 0
  }

  /// The SHA-256 that stands for an artifact's bytes.
  static func digest(of artifact: String) -> [UInt8] {
    [UInt8](SHA256.hash(data: Data(artifact.utf8)))
  }
}

extension Story.FindingName {
  /// The finding that an observation of a tool is of.
  init(_ observation: Observation, tool: String) {
    let resource = observation.resource
    self.init(
      tool: tool, rule: observation.rule, provider: resource.provider, account: resource.account,
      region: resource.region, resource: resource.uid, discriminator: observation.discriminator)
  }
}

extension Story.FindingName: Comparable {
  static func < (lhs: Self, rhs: Self) -> Bool {
    lhs.texts.lexicographicallyPrecedes(rhs.texts)
  }

  private var texts: [String] {
    [provider, account, region, tool, rule, resource, discriminator]
  }
}
