import EvidenceModel
import Foundation
import Testing

@testable import ScanFormats

@Suite(
  .enabled(if: Corpus.isHere, "the corpus of real scans is not beside the package"))
struct ClusterAndCloudCorpusTests {
  @Test(arguments: [
    ("kubebench/kube-bench-controls.json", [36, 37, 49]),
    ("kubebench/kube-bench-report-one-vuln.json", [1, 22, 0]),
    ("kubescape/with_a_failure.json", [3, 15, 0]),
    ("cloudsploit/cloudsploit_many_vul.json", [5, 1, 0]),
    ("cloudsploit/cloudsploit_one_vul.json", [1, 0, 0]),
  ])
  func `reads every record`(name: String, failPassManual: [Int]) throws {
    let path = Corpus.folder.appending(path: "defectdojo/" + name).path(percentEncoded: false)
    let scan = try ReadScan(
      ScanFile(path: path),
      context: ReadingContext(scannedAt: Timestamp(epoch: 1_772_848_800), account: "blue"))
    #expect(scan.rejected == [] && scan.warnings == [])
    #expect(scan.observations.count == failPassManual.reduce(0, +))
    #expect(
      [Status.fail, .pass, .manual].map { status in
        scan.observations.count { $0.status == status }
      } == failPassManual)
  }
}
