import EvidenceModel
import SampleScans
import Testing

@Suite struct GeneratedScanTests {
  private let folder: ScanFolder

  init() throws { folder = try ScanFolder() }

  @Test(arguments: SampleFormat.allCases)
  func `every record is read and none is refused`(format: SampleFormat) throws {
    let scan = GeneratedScan(findings: 1300, day: 3, churn: 0.2, seed: 7)
    let read = try folder.read(scan.bytes(format))
    #expect(read.format == "prowler-" + format.rawValue)
    #expect(read.versions == ["5.46.0"])
    #expect(read.observations.count == 1300)
    #expect(read.rejected.isEmpty)
    #expect(read.warnings.isEmpty)
    #expect(read.rules.count == 600)
    #expect(Set(read.observations.map(\.resource)).count == 1300)
    #expect(Set(read.observations.map(\.resource.uid)).count == 1300)
  }

  @Test func `both formats say the same`() throws {
    let scan = GeneratedScan(findings: 1300, day: 2, churn: 0.2, seed: 7)
    let ocsf = try folder.read(scan.bytes(.ocsf))
    let csv = try folder.read(scan.bytes(.csv))
    #expect(ocsf.verdicts == csv.verdicts)
    #expect(ocsf.rules == csv.rules)
  }

  @Test func `statuses and times are those of the scan`() throws {
    let scan = GeneratedScan(findings: 700, day: 5, churn: 0.3, seed: 2)
    let read = try folder.read(scan.bytes(.csv))
    #expect(
      read.observations.map { $0.status == .fail } == (0..<700).map { scan.isFailing($0) })
    #expect(Set(read.observations.map(\.scannedAt)) == [scan.time])
    #expect(scan.time.description == "2026-01-05T02:00:00Z")
    #expect(Set(read.observations.map(\.isMuted)) == [true, false])
  }

  @Test(arguments: SampleFormat.allCases)
  func `the same seed gives the same bytes, and another one others`(format: SampleFormat) {
    let scan = GeneratedScan(findings: 50, day: 1, churn: 0.1, seed: 3)
    let same = GeneratedScan(findings: 50, day: 1, churn: 0.1, seed: 3)
    let other = GeneratedScan(findings: 50, day: 1, churn: 0.1, seed: 4)
    #expect(scan.bytes(format) == same.bytes(format))
    #expect(scan.bytes(format) != other.bytes(format))
  }

  @Test(arguments: [0, 0.01, 0.1, 0.5, 1])
  func `as many statuses change from day to day as were asked for`(churn: Double) {
    let findings = 20_000
    let days = (1...4).map { GeneratedScan(findings: findings, day: $0, churn: churn, seed: 11) }
    for (day, next) in zip(days, days.dropFirst()) {
      let changed = (0..<findings).count { day.isFailing($0) != next.isFailing($0) }
      let expected = Double(findings) * churn
      // Five standard deviations: one seed in a million would fail, and the seed is fixed.
      let error = 5 * (expected * (1 - churn)).squareRoot()
      #expect(abs(Double(changed) - expected) <= error)
    }
  }

  @Test func `different findings change on different days`() {
    let days = (1...3).map { GeneratedScan(findings: 10_000, day: $0, churn: 0.1, seed: 5) }
    let changed = zip(days, days.dropFirst()).map { day, next in
      Set((0..<10_000).filter { day.isFailing($0) != next.isFailing($0) })
    }
    let both = changed[0].intersection(changed[1]).count
    #expect((50...150).contains(both))
  }

  @Test(arguments: [(SampleFormat.ocsf, 8000...8800), (.csv, 3600...4000)])
  func `records are as large as real ones`(format: SampleFormat, sizes: ClosedRange<Int>) {
    let bytes = GeneratedScan(findings: 1200, day: 1, churn: 0, seed: 1).bytes(format)
    #expect(sizes.contains(bytes.count / 1200))
  }

  @Test func `a scan without findings is an empty one`() throws {
    let scan = GeneratedScan(findings: 0, day: 1, churn: 0, seed: 1)
    #expect(scan.bytes(.ocsf) == Array("[]".utf8))
    #expect(try folder.read(scan.bytes(.csv)).observations.isEmpty)
  }

  @Test func `no piece grows with the scan`() {
    var largest = 0
    GeneratedScan(findings: 2000, day: 1, churn: 0, seed: 1).write(.ocsf) { piece in
      largest = max(largest, piece.count)
    }
    #expect(largest < 300_000)
  }

  @Test func `an error of the sink ends the writing`() {
    struct DiskIsFull: Error {}
    var pieces = 0
    #expect(throws: DiskIsFull.self) {
      try GeneratedScan(findings: 2000, day: 1, churn: 0, seed: 1).write(.csv) { _ in
        pieces += 1
        throw DiskIsFull()
      }
    }
    #expect(pieces == 1)
  }
}
