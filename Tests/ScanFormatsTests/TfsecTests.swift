import EvidenceModel
import Foundation
import Testing

@testable import ScanFormats

@Suite struct TfsecTests {
  private let context = ReadingContext(
    scannedAt: Timestamp(microseconds: 1_772_848_800_000_000), account: "shop")

  private func result(_ members: String, line: Int = 3) -> String {
    #"""
    {"rule_id": "AVD-X-1", "long_id": "x-vault-closed", "rule_description": "Vault is open",
     "impact": "i",
     "resolution": "r", "links": ["https://docs.example/x"], "description": "It is open",
     "location": {"filename": "a.tf", "start_line": \#(line), "end_line": 4}, \#(members)}
    """#
  }

  @Test func `reads results of every status`() throws {
    let results = [
      #""status": 0, "severity": "HIGH", "resource": "x_vault.a""#,
      #""status": 1, "severity": "LOW", "resource": "x_vault.b""#,
      #""status": 2, "severity": "LOW", "resource": "x_vault.c""#,
      #""status": "failed", "severity": "CRITICAL", "resource": "x_vault.d""#,
      #""passed": false, "severity": "WARNING""#, #""passed": true, "severity": "ERROR""#,
      #""severity": "LOW", "resource": "x_vault.e""#,
    ]
    let text = #"{"results": [\#(results.map { result($0) }.joined(separator: ","))]}"#
    let scan = try ReadScan(text, context: context)
    #expect(
      scan.observations.map(\.status) == [
        .fail, .pass, .unknown, .fail, .fail, .pass, .unknown,
      ])
    #expect(scan.observations.map(\.isMuted) == [false, false, true, false, false, false, false])
    #expect(
      scan.observations.map(\.severity).prefix(6) == [.high, .low, .low, .critical, .medium, .high])
    #expect(scan.observations.first?.resource.uid == "a.tf:x_vault.a")
    #expect(Set(scan.observations.map(\.rule)) == ["x-vault-closed"])
    #expect(scan.rules.first?.recommendation == "r")
    #expect(scan.warnings.count == 1)
  }

  @Test func `tells results of one file apart by their order`() throws {
    let one = #""status": 0, "severity": "HIGH""#
    let text =
      #"{"results": [\#(result(one)), \#(result(one, line: 9)), \#(result(one, line: 9))]}"#
    let scan = try ReadScan(text, context: context)
    #expect(scan.observations.map(\.discriminator) == ["", "#2", "#2"])
  }

  @Test func `a clean scan has null for results`() throws {
    let scan = try ReadScan(#"{"results": null}"#)
    #expect(scan.tools == ["tfsec -"])
    #expect(scan.observations == [])
  }

  @Test func `a clean scan may have no results`() throws {
    #expect(try ReadScan(#"{"results": []}"#, context: context).observations == [])
    let error = importError { _ = try ReadScan(#"{"results": "x"}"#) }
    #expect(error?.code == .unknownFormat)
  }
}
