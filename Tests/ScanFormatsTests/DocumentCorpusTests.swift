import EvidenceModel
import Foundation
import Testing

@testable import ScanFormats

/// Reads real reports of host scanners and assessments, where they lie beside the package.
@Suite(
  .enabled(if: Corpus.isHere, "the corpus of real scans is not beside the package"))
struct DocumentCorpusTests {
  private func read(_ name: String, account: String? = nil) throws -> ReadScan {
    let path = Corpus.folder.appending(path: name).path(percentEncoded: false)
    return try ReadScan(ScanFile(path: path), context: ReadingContext(account: account))
  }

  @Test(arguments: [
    ("one_vuln_rhsa", "sample.system", 8, 7, 1, 8),
    ("ios-sample-v1.1.3.xccdf", "lower.test.net", 2, 1, 1, 2),
  ])
  func `reads XCCDF results`(
    name: String, target: String, records: Int, passes: Int, failures: Int, titled: Int
  ) throws {
    let scan = try read("defectdojo/openscap/" + name + ".xml")
    #expect(scan.observations.count == records && scan.rejected == [])
    #expect(scan.observations.count { $0.status == .pass } == passes)
    #expect(scan.observations.count { $0.status == .fail } == failures)
    #expect(scan.rules.count { !$0.title.isEmpty } == titled)
    #expect(scan.coverage.map(\.account) == [target])
  }

  @Test func `reads OSCAL's published example`() throws {
    let scan = try read("oscal/ifa_assessment-results-example.json", account: "goodread")
    #expect(scan.observations.map(\.rule) == ["ac-6.1_obj"])
    #expect(scan.observations.map(\.status) == [.fail])
    #expect(
      scan.observations.map(\.resource.uid) == ["551b9706-d6a4-4d25-8207-f2ccec548b89"])
    #expect(scan.observations.map(\.scannedAt.description) == ["2023-06-02T12:46:51Z"])
    #expect(scan.rejected == [])
    // One of its two observations found nothing wrong, for which it has no finding.
    #expect(scan.warnings.map { $0.hasSuffix(": 1") } == [true])
  }

  @Test func `reads ScoutSuite's results`() throws {
    let scan = try read("defectdojo/scout_suite/two_findings.js")
    #expect(scan.observations.count == 4 && scan.rejected == [] && scan.warnings == [])
    #expect(
      Set(scan.observations.map(\.resource.uid)) == [
        "gcp-project-id.appspot.com", "staging.gcp-project-id.appspot.com",
      ])
    #expect(
      Set(scan.observations.map(\.rule)) == [
        "cloudstorage-bucket-no-logging", "cloudstorage-bucket-no-versioning",
      ])
    #expect(scan.coverage.map { $0.rules?.count } == [5])
  }
}
