import EvidenceModel
import Foundation
import Testing

@testable import ScanFormats

/// Reads real scans of code and infrastructure as code where they lie beside the package.
@Suite(
  .enabled(if: Corpus.isHere, "the corpus of real scans is not beside the package"))
struct CodeScannerCorpusTests {
  /// What is in a file, as another program counted it.
  struct Counts: Sendable {
    var file: String
    var observations: Int
    var failures: Int
    var muted = 0
    var rejected = 0
  }

  private func read(_ name: String) throws -> ReadScan {
    let path = Corpus.folder.appending(path: name).path(percentEncoded: false)
    return try ReadScan(
      ScanFile(path: path),
      context: ReadingContext(
        scannedAt: Timestamp(microseconds: 1_772_848_800_000_000), account: "repository"))
  }

  private func expect(_ counts: Counts) throws {
    let scan = try read(counts.file)
    #expect(scan.observations.count == counts.observations)
    #expect(scan.observations.count { $0.status == .fail } == counts.failures)
    #expect(scan.observations.count(where: \.isMuted) == counts.muted)
    #expect(scan.rejected.count == counts.rejected)
  }

  @Test(arguments: [
    Counts(file: "SuppressionTestCurrent.sarif", observations: 4, failures: 4, muted: 3),
    Counts(file: "appendix_k1.sarif", observations: 0, failures: 0),
    Counts(file: "appendix_k2.sarif", observations: 1, failures: 1),
    Counts(file: "appendix_k4.sarif", observations: 1, failures: 1, muted: 1),
    Counts(file: "bash-report.sarif", observations: 27, failures: 27),
    Counts(file: "codeQL-output.sarif", observations: 72, failures: 72),
    Counts(file: "dependency_check.sarif", observations: 13, failures: 13),
    Counts(file: "issue_10191.json", observations: 77, failures: 77),
    Counts(file: "njsscan.sarif", observations: 3, failures: 3),
    Counts(file: "suppression_test.sarif", observations: 5, failures: 5, muted: 3),
  ])
  func `reads SARIF of many tools`(counts: Counts) throws {
    var counts = counts
    counts.file = "defectdojo/sarif/" + counts.file
    try expect(counts)
  }

  @Test(arguments: [
    Counts(file: "checkov/scan-1/results.sarif", observations: 113, failures: 113),
    Counts(file: "checkov/scan-2/results.sarif", observations: 122, failures: 122, muted: 2),
    Counts(file: "checkov/scan-3/results.sarif", observations: 117, failures: 117, muted: 2),
    Counts(file: "checkov/scan-1/results.json", observations: 176, failures: 113),
    Counts(file: "checkov/scan-2/results.json", observations: 197, failures: 120, muted: 2),
    Counts(file: "checkov/scan-3/results.json", observations: 202, failures: 115, muted: 2),
    Counts(file: "checkov/scan-1/terraform-only.json", observations: 174, failures: 111),
    Counts(file: "checkov/scan-2/terraform-only.json", observations: 195, failures: 118, muted: 2),
    Counts(file: "checkov/scan-3/terraform-only.json", observations: 200, failures: 113, muted: 2),
    Counts(file: "other/scan-1/bandit.sarif", observations: 11, failures: 11),
    Counts(file: "other/scan-1/cfn-lint.sarif", observations: 9, failures: 9),
    Counts(file: "other/scan-1/semgrep.sarif", observations: 3, failures: 3),
    Counts(file: "other/scan-2/bandit.sarif", observations: 3, failures: 3),
    Counts(file: "other/scan-2/cfn-lint.sarif", observations: 7, failures: 7),
    Counts(file: "other/scan-2/semgrep.sarif", observations: 1, failures: 1),
  ])
  func `reads the series`(counts: Counts) throws {
    var counts = counts
    counts.file = "series/" + counts.file
    try expect(counts)
  }

  @Test(arguments: [
    Counts(file: "checkov-report-1-vuln.json", observations: 1, failures: 1),
    Counts(file: "checkov-report-multiple-check_type.json", observations: 28, failures: 13),
    Counts(file: "checkov2-report-0-vuln.json", observations: 0, failures: 0),
  ])
  func `reads Checkov of other versions`(counts: Counts) throws {
    var counts = counts
    counts.file = "defectdojo/checkov/" + counts.file
    try expect(counts)
  }

  @Test(arguments: [
    Counts(file: "trivy/cvss_severity_source.json", observations: 2, failures: 2),
    Counts(file: "trivy/issue_10991.json", observations: 37, failures: 37),
    Counts(file: "trivy/issue_9092.json", observations: 1, failures: 1),
    Counts(file: "trivy/issue_9263.json", observations: 1, failures: 1),
    Counts(file: "trivy/kubernetes.json", observations: 20, failures: 20),
    Counts(file: "trivy/legacy_many_vulns.json", observations: 93, failures: 93),
    Counts(file: "trivy/legacy_trivy_mix.json", observations: 6, failures: 6, rejected: 1),
    Counts(file: "trivy/misconfigurations_and_secrets.json", observations: 5, failures: 5),
    Counts(file: "trivy/scheme_2_no_vuln.json", observations: 0, failures: 0),
    Counts(file: "tfsec/many_findings_current.json", observations: 19, failures: 19),
    Counts(file: "tfsec/one_finding_legacy.json", observations: 1, failures: 1),
    Counts(file: "kics/many_findings.json", observations: 18, failures: 18),
  ])
  func `reads Trivy, tfsec and KICS`(counts: Counts) throws {
    var counts = counts
    counts.file = "defectdojo/" + counts.file
    try expect(counts)
  }

  @Test(arguments: [1: 113, 2: 120, 3: 115])
  func `reads Checkov's CSV of the series`(scan: Int, failures: Int) throws {
    let folder = Corpus.folder.appending(path: "series/checkov/scan-\(scan)/csv")
    let names = try FileManager.default.contentsOfDirectory(
      atPath: folder.path(percentEncoded: false))
    let name = try #require(names.first { $0.hasSuffix("_iac.csv") })
    try expect(
      Counts(
        file: "series/checkov/scan-\(scan)/csv/\(name)", observations: failures,
        failures: failures))
  }

  @Test func `a Checkov finding is the same one from scan to scan`() throws {
    func failures(_ scan: Int) throws -> Set<String> {
      Set(
        try read("series/checkov/scan-\(scan)/results.json").observations
          .filter { $0.status == .fail }.map { "\($0.rule) \($0.resource.name)" })
    }
    let (first, second, third) = try (failures(1), failures(2), failures(3))
    #expect(second.subtracting(first).count == 17)
    #expect(third.subtracting(second).count == 8)
  }

  /// What makes an observation that of a finding.
  private func identities(_ scan: ReadScan, of statuses: Set<Status>) -> Set<String> {
    Set(
      scan.observations.filter { statuses.contains($0.status) }.map {
        [$0.rule, $0.resource.uid, $0.discriminator].joined(separator: "\n")
      })
  }

  @Test(arguments: [(1, 2, 174), (2, 3, 195)])
  func `Checkov's findings keep their identity when a module's file gets another name`(
    first: Int, second: Int, common: Int
  ) throws {
    let scans = try [first, second].map { number in
      identities(
        try read("series/checkov/scan-\(number)/results.json"), of: Set(Status.allCases))
    }
    #expect(scans[0].intersection(scans[1]).count == common)
  }

  @Test(arguments: [1, 2, 3])
  func `Checkov's CSV and JSON have the same failures`(scan: Int) throws {
    let folder = "series/checkov/scan-\(scan)/csv"
    let names = try FileManager.default.contentsOfDirectory(
      atPath: Corpus.folder.appending(path: folder).path(percentEncoded: false))
    let name = try #require(names.first { $0.hasSuffix("_iac.csv") })
    #expect(
      identities(try read("\(folder)/\(name)"), of: [.fail])
        == identities(try read("series/checkov/scan-\(scan)/results.json"), of: [.fail]))
  }
}
