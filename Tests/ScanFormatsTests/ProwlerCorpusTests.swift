import EvidenceModel
import Foundation
import Testing

@testable import ScanFormats

/// Reads real scans, which are not part of the package, where they lie beside it.
@Suite(
  .enabled(if: Corpus.isHere, "the corpus of real scans is not beside the package"))
struct ProwlerCorpusTests {
  private static let folders =
    (1...6).map { "scan-\($0)" }
    + ["variants/fail-only", "variants/tz-new-york", "variants/unix-timestamp"]

  /// The one file of a folder that ends so.
  private func path(in folder: String, ending: String) throws -> String {
    let folder = Corpus.series.appending(path: folder).path(percentEncoded: false)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    return folder + "/" + (try #require(names.first { $0.hasSuffix(ending) }))
  }

  private func read(_ path: String, timeZone: String = "UTC") throws -> ReadScan {
    try ReadScan(
      ScanFile(path: path), context: ReadingContext(timeZone: TimeZone(identifier: timeZone)))
  }

  @Test(arguments: folders)
  func `CSV and OCSF of one scan say the same`(folder: String) throws {
    let zone = folder == "variants/tz-new-york" ? "America/New_York" : "UTC"
    let csv = try read(path(in: folder, ending: ".csv"), timeZone: zone)
    let ocsf = try read(path(in: folder, ending: ".ocsf.json"))
    #expect(csv.rejected == [] && ocsf.rejected == [])
    #expect(csv.warnings == [] && ocsf.warnings == [])
    #expect(csv.tools == ["prowler 5.46.0"] && ocsf.tools == csv.tools)
    #expect(csv.observations.count == ocsf.observations.count && !csv.observations.isEmpty)
    for (left, right) in zip(csv.observations, ocsf.observations) {
      var left = left
      left.bytes = right.bytes
      left.scannedAt = Timestamp(
        microseconds: left.scannedAt.microseconds / 1_000_000 * 1_000_000)
      #expect(left == right)
    }
    #expect(csv.rules == ocsf.rules)
  }

  @Test(arguments: [1: 555, 2: 579, 3: 603, 4: 286, 5: 595, 6: 605])
  func `reads every record of the series`(scan: Int, records: Int) throws {
    #expect(
      try read(path(in: "scan-\(scan)", ending: ".ocsf.json")).observations.count == records)
  }

  @Test func `reads what the mute list suppressed`() throws {
    let muted = try read(path(in: "scan-6", ending: ".csv")).observations.filter(\.isMuted)
    #expect(muted.filter { $0.status == .fail }.count == 35)
    #expect(muted.filter { $0.status == .pass }.count == 9)
  }

  @Test(arguments: [
    "prowler-output/example_output_aws", "prowler-output/example_output_azure",
    "prowler-output/example_output_gcp", "prowler-output/example_output_kubernetes",
  ])
  func `reads the published examples of every provider`(name: String) throws {
    let context = ReadingContext(account: "cluster")
    for ending in [".csv", ".ocsf.json"] {
      let path = Corpus.folder.appending(path: name + ending).path(percentEncoded: false)
      let scan = try ReadScan(ScanFile(path: path), context: context)
      #expect(!scan.observations.isEmpty)
      #expect(scan.rejected == [])
    }
  }

  @Test(arguments: [
    ("prowler-csv-bom.csv", 3), ("prowler-csv-excel-resaved-commas.csv", 3),
    ("prowler-csv-header-only.csv", 0), ("prowler-csv-header-repeated.csv", 6),
    ("prowler-csv-lf.csv", 3), ("prowler-csv-unix-timestamp.csv", 3), ("ocsf-ndjson.json", 3),
    ("ocsf-single-object.json", 1), ("empty-file.json", 0), ("whitespace-array.json", 0),
  ])
  func `reads the edge cases`(name: String, records: Int) throws {
    let path = Corpus.folder.appending(path: "edge-cases/" + name).path(percentEncoded: false)
    let scan = try ReadScan(ScanFile(path: path))
    #expect(scan.observations.count == records)
    #expect(scan.rejected == [])
  }
}
