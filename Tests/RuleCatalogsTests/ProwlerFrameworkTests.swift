import EvidenceModel
import Foundation
import Testing

@testable import RuleCatalogs

@Suite struct ProwlerFrameworkTests {
  private static let rows = """
    {"Framework": "PCI", "Name": "Cards v4.0", "Version": "4.0", "Provider": "AWS",
     "Requirements": [
      {"Id": "3.5.1.1", "Name": "vault", "Description": "x", "Checks": ["vault_is_closed"],
       "Attributes": [{"Section": "3.5.1: Vaults are closed. ", "Service": "vault"}]},
      {"Id": "3.5.1.2", "Name": "vault", "Description": "x",
       "Checks": ["vault_is_closed", "vault_is_closed", "keeper_is_awake"],
       "Attributes": [{"Section": "3.5.1: Vaults are closed. "}]},
      {"Id": "3.5.1.1.1", "Name": "vault", "Description": "x", "Checks": [],
       "Attributes": [{"Section": "3.5.1.1: Keys are kept. "}]},
      {"Id": "3.5.1.2", "Name": "vault", "Description": "x", "Checks": [], "Attributes": []},
      {"Name": "nameless"}
     ]}
    """

  private func read(_ text: String) throws -> RuleCatalog {
    let (format, text) = try CatalogFormats.detect(Array(text.utf8), file: "f.json")
    #expect(format.key == "prowler-compliance")
    return try format.read(text, file: "f.json")
  }

  @Test func `rolls rows of evidence up to the requirements of their sections`() throws {
    let catalog = try read(Self.rows)
    #expect(catalog.key == "prowler-pci-4-0-aws")
    let edition = try #require(catalog.editions.first)
    #expect(edition.key == "PCI-4.0")
    #expect(edition.title == "Cards v4.0")
    #expect(edition.requirements.map(\.key) == ["3.5.1", "3.5.1.1"])
    #expect(edition.requirements.map(\.title) == ["Vaults are closed.", "Keys are kept."])
    #expect(
      catalog.evidence.map { "\($0.requirement.requirement) \($0.rule?.rule ?? "-")" } == [
        "3.5.1 vault_is_closed", "3.5.1 vault_is_closed", "3.5.1 keeper_is_awake", "3.5.1.1 -",
        "3.5.1 -",
      ])
    #expect(
      catalog.evidence.map { $0.requirement.written?.requirement } == [
        "3.5.1.1", "3.5.1.2", "3.5.1.2", "3.5.1.1.1", "3.5.1.2",
      ])
  }

  @Test func `tells what is doubtful, with its line`() throws {
    let anomalies = try read(Self.rows).anomalies.map { "\($0.line) \($0.code)" }
    #expect(
      anomalies == [
        "5 repeated-check", "10 repeated-requirement", "10 requirement-without-id",
      ])
  }

  @Test func `reads a universal file with the checks of every provider`() throws {
    let catalog = try read(
      """
      {"framework": "LAW", "name": "A law", "version": "9", "requirements": [
        {"id": "Art5", "name": "Order", "attributes": {"Pillar": "x"},
         "checks": {"aws": ["vault_is_closed"], "azure": ["safe_is_closed"], "gcp": []}}]}
      """)
    #expect(catalog.editions.map(\.key) == ["LAW-9"])
    #expect(catalog.editions[0].requirements.map(\.title) == ["Order"])
    #expect(catalog.evidence.compactMap(\.rule?.rule) == ["vault_is_closed", "safe_is_closed"])
  }

  @Test func `takes the function of a subcategory from its title`() throws {
    let catalog = try read(
      """
      {"Framework": "NIST-CSF", "Version": "1.1", "Provider": "AWS", "Requirements": [
        {"Id": "rp_1", "Name": "RC.RP-1", "Checks": ["a"]},
        {"Id": "rp_1", "Name": "RS.RP-1", "Checks": ["b"]}]}
      """)
    #expect(catalog.evidence.map(\.requirement.requirement) == ["RC.RP-1", "RS.RP-1"])
    #expect(
      catalog.evidence.compactMap { $0.requirement.written?.requirement } == ["rp_1", "rp_1"])
  }

  @Test func `says what is no JSON`() {
    let text = #"{"Framework": "X", "Requirements": [{"#
    #expect(throws: ImportError.self) { try read(text) }
  }

  /// Counts of each file, by a small script of another language: requirements as they are written,
  /// those without a check, and pairs of requirement and check.
  @Test(
    .enabled(if: ProwlerFiles.areThere, "Prowler's files are not beside the package: skipped"),
    arguments: [
      ("pci_4.0_aws", 1679, 172), ("hipaa_aws", 32, 0), ("gdpr_aws", 3, 0),
      ("iso27001_2022_aws", 92, 55), ("nist_800_53_revision_5_aws", 287, 0),
      ("dora_2022_2554", 18, 0), ("cis_5.0_aws", 62, 0), ("fedramp_20x_ksi_low_aws", 11, 0),
    ])
  func `reads Prowler's files`(name: String, requirements: Int, manual: Int) throws {
    let catalog = try read(ProwlerFiles.text("prowler-compliance/\(name).json"))
    let mapped = Set(catalog.evidence.filter { $0.rule != nil }.map(\.requirement))
    let listed = Set(catalog.evidence.map(\.requirement))
    #expect(listed.count == requirements)
    #expect(listed.subtracting(mapped).count == manual)
    if name == "pci_4.0_aws" { #expect(catalog.editions[0].requirements.count == 107) }
  }

  @Test(.enabled(if: ProwlerFiles.areThere, "Prowler's files are not beside the package: skipped"))
  func `reads Prowler's checks`() throws {
    let text = try ProwlerFiles.text("prowler-checks/prowler-5.40.0-aws-checks.ndjson")
    let (format, _) = try CatalogFormats.detect(Array(text.utf8), file: "checks")
    #expect(format.key == "prowler-checks")
    let catalog = try format.read(text, file: "checks")
    #expect(catalog.tool == "prowler")
    #expect(catalog.rules.count == 645)
    #expect(catalog.rules.allSatisfy { $0.severity != .unknown && !$0.title.isEmpty })
    #expect(catalog.rules.count { !$0.equivalents.isEmpty } == 13)
  }
}

/// Prowler's own files beside the package, where they are.
enum ProwlerFiles {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "shared/corpus")

  static var areThere: Bool { FileManager.default.fileExists(atPath: folder.path) }

  static func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }
}
