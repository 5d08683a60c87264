import EvidenceModel
import Foundation
import Testing

@testable import ScanFormats

@Suite(
  .enabled(if: Corpus.isHere, "the corpus of real scans is not beside the package"))
struct OlderProwlerCorpusTests {
  private func read(_ name: String) throws -> ReadScan {
    try ReadScan(
      ScanFile(path: Corpus.folder.appending(path: name).path(percentEncoded: false)),
      context: ReadingContext(scannedAt: Timestamp(epoch: 1_772_848_800)))
  }

  private func count(_ scan: ReadScan, _ status: Status) -> Int {
    scan.observations.count { $0.status == status }
  }

  @Test(arguments: [
    ("gdpr", 106, 64, 42, 0, 6), ("hipaa", 606, 347, 256, 3, 78),
    ("nist_800_53_revision_5", 3675, 1737, 1935, 3, 336), ("pci_4.0", 1918, 938, 805, 175, 268),
  ])
  func `reads compliance files`(
    name: String, records: Int, fails: Int, passes: Int, manual: Int, muted: Int
  ) throws {
    let scan = try read(
      "series/prowler/scan-6/compliance/prowler-output-123456789012-20260307020000_\(name)_aws.csv")
    #expect(scan.requirements.count == records && scan.rejected == [])
    #expect(scan.requirements.count { $0.status == .fail } == fails)
    #expect(scan.requirements.count { $0.status == .pass } == passes)
    #expect(scan.requirements.count { $0.status == .manual } == manual)
    #expect(scan.requirements.count(where: \.isMuted) == muted)
  }

  @Test func `reads version 2`() throws {
    let scan = try read("defectdojo/aws_prowler/many_vuln2.csv")
    #expect(scan.observations.count == 214 && scan.rejected == [])
    #expect(count(scan, .fail) == 42)
    #expect(count(scan, .pass) == 84)
    #expect(count(scan, .manual) == 88)
  }
}
