import EvidenceModel
import Foundation
import RuleCatalogs
import Testing

/// What the bundled rules say of scanners and of requirements.
@Suite struct BundledStatementsTests {
  private static let scanners: Set = ["prowler", "aws-security-hub", "checkov"]
  private static let editions: Set = [
    "PCI-4.0", "NIST-800-53-Revision-5", "GDPR", "HIPAA", "MAS-TRM-2021", "APRA-CPS-234",
    "CIS-5.0", "SOC2", "ISO27001-2022",
  ]

  /// Controls of Security Hub that Prowler's file of the standard does not list: newer ones, and
  /// S3.4, which AWS has retired and older findings have.
  private static let otherControls: Set = [
    "CloudFront.15", "DataFirehose.1", "ELB.8", "ELB.17", "ELB.18", "Lambda.7", "S3.4", "SQS.3",
  ]

  private func catalog() throws -> RuleCatalog {
    try #require(try BundledCatalogs.all().first { $0.key == "aws-threat-model" })
  }

  /// What a catalog leaves unsaid: of each rule, the scanners and the frameworks of its scope.
  private func gaps(in catalog: RuleCatalog) -> [String] {
    let evidence = Dictionary(grouping: catalog.evidence) { $0.rule?.rule }
    return catalog.rules.flatMap { rule in
      let compared = rule.equivalents.map { statement in
        switch statement {
        case .same(let catalog, _), .none(let catalog, _): catalog
        }
      }
      let mapped = (evidence[rule.key] ?? []).map {
        EditionName($0.requirement.edition).framework
      }
      return Self.scanners.subtracting(compared).union(
        Set(rule.scopes.map(\.framework)).subtracting(mapped)
      ).sorted().map { "\(rule.key): \($0)" }
    }
  }

  @Test func `compares every rule with each scanner and maps it to each framework in its scope`()
    throws
  {
    #expect(try gaps(in: catalog()) == [])
  }

  @Test func `notices a rule without a statement`() throws {
    var catalog = try catalog()
    catalog.rules[0].equivalents.removeAll { statement in
      switch statement {
      case .same(let catalog, _), .none(let catalog, _): catalog == "checkov"
      }
    }
    let key = catalog.rules[0].key
    catalog.evidence.removeAll { $0.rule?.rule == key && $0.requirement.edition == "HIPAA" }
    #expect(gaps(in: catalog) == ["\(key): HIPAA", "\(key): checkov"])
  }

  @Test func `gives a sentence of reason for each requirement and each missing equivalent`() throws
  {
    let catalog = try catalog()
    #expect(catalog.rules.allSatisfy { $0.mappings.isEmpty })
    for evidence in catalog.evidence {
      #expect(evidence.reason.hasSuffix(".") && evidence.reason.first?.isUppercase == true)
      #expect(evidence.rule?.catalog == catalog.key)
    }
    for case .none(_, let reason) in catalog.rules.flatMap(\.equivalents) {
      #expect(reason.hasSuffix("."), "\(reason)")
    }
    #expect(Set(catalog.evidence).count == catalog.evidence.count)
  }

  @Test func `calls requirements by their names in the nine publications`() throws {
    let catalog = try catalog()
    #expect(Set(catalog.evidence.map(\.requirement.edition)) == Self.editions)
    #expect(catalog.evidence.allSatisfy { $0.requirement.written == nil })
  }

  @Test(.enabled(if: ProwlerFiles.areThere, "Prowler's files are not beside the package: skipped"))
  func `names checks and controls that there are`() throws {
    let text = try ProwlerFiles.text("prowler-checks/prowler-5.40.0-aws-checks.ndjson")
    let checks = Set(try CatalogFormats.read(text).rules.map(\.key))
    let standard = try CatalogFormats.read(
      ProwlerFiles.text("prowler-compliance/aws_foundational_security_best_practices_aws.json"))
    let controls = Set(standard.evidence.map(\.requirement.requirement))
    for case .same(let scanner, let rule) in try catalog().rules.flatMap(\.equivalents) {
      switch scanner {
      case "prowler": #expect(checks.contains(rule), "\(rule)")
      case "aws-security-hub":
        #expect(controls.contains(rule) != Self.otherControls.contains(rule), "\(rule)")
      case "checkov": #expect(rule.wholeMatch(of: /CKV2?_AWS_[0-9]+/) != nil, "\(rule)")
      default: break
      }
    }
  }

  /// `RECORD=1 swift test --filter BundledStatementsTests` writes the page anew.
  @Test(.enabled(if: ProwlerFiles.areThere, "Prowler's files are not beside the package: skipped"))
  func `are compared with Prowler's on a page`() throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
      .appending(path: "Sources/EvidenceStore/EvidenceStore.docc/BundledMappings.md")
    let table = "## Counts\n"
    let written = try String(contentsOf: page, encoding: .utf8)
    let head = written.prefix(upTo: try #require(written.range(of: table)).lowerBound)
    let expected = head + table + "\n" + (try MappingComparison(catalog()).markdown)
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try expected.write(to: page, atomically: true, encoding: .utf8)
    }
    #expect(written == expected)
  }
}

extension CatalogFormats {
  /// The catalog in a text of any format.
  static func read(_ text: String) throws -> RuleCatalog {
    let (format, text) = try detect(Array(text.utf8), file: "document")
    return try format.read(text, file: "document")
  }
}
