import EvidenceModel
import Foundation
import Testing

@testable import ScanFormats

@Suite struct ASFFTests {
  private func read(
    _ findings: [[String: Any]], context: ReadingContext = ReadingContext()
  ) throws -> ReadScan {
    try ReadScan(ASFFText.array(findings), context: context)
  }

  private func observation(_ changes: [String: Any]) throws -> Observation {
    let scan = try read([changes])
    #expect(scan.rejected == [])
    return try #require(scan.observations.first)
  }

  private let account: [String: Any] = [
    "Type": "AwsAccount", "Id": "AWS::::Account:111122223333", "Region": "eu-south-2",
  ]

  private let prowler: [String: Any] = [
    "ProductArn": "arn:aws:securityhub:eu-south-2::product/prowler/prowler",
    "ProductFields": ["ProviderName": "Prowler", "ProviderVersion": "5.46.0"],
    "GeneratorId": "prowler-vault_is_closed", "Region": NSNull(),
  ]

  @Test func `reads every field of a control finding`() throws {
    let scan = try read([[:]])
    let resource = Resource(
      provider: "aws", account: "111122223333", region: "eu-south-2",
      uid: "arn:aws:vault:eu-south-2:111122223333:vault/blue", type: "AwsVault",
      tags: TagSet([ResourceTag(key: "env", value: "prod")]))
    #expect(
      scan.observations == [
        Observation(
          rule: "Vault.3", resource: resource, status: .fail, severity: .high,
          alias:
            "arn:aws:securityhub:eu-south-2:111122223333:security-control/Vault.3/finding/f-1",
          scannedAt: Timestamp(microseconds: 1_772_848_800_000_000),
          bytes: ByteRange(offset: 1, count: try ASFFText.finding().utf8.count))
      ])
    var rule = RuleDefinition(key: "Vault.3", title: "Vaults should be closed")
    rule.service = "Vault"
    rule.severity = .high
    rule.description = "This control looks at vaults."
    rule.recommendation = "Close it."
    rule.referenceURL = "https://docs.example/Vault.3"
    rule.mappings = [
      RequirementReference.named(edition: "NIST.800-53.r5", requirement: "AC-4(21)"),
      RequirementReference.named(edition: "PCI DSS v9.0", requirement: "1.2.3"),
      RequirementReference.named(
        edition: "aws-foundational-security-best-practices/v/1.0.0", requirement: "Vault.3"),
    ].sorted()
    #expect(scan.rules == [rule])
    #expect(scan.tools == ["aws-security-hub -"])
    #expect(scan.warnings == [])
  }

  @Test(arguments: [
    "[@,@]", "{\"Findings\":[@,@],\"NextToken\":\"x\"}", "{\"findings\":[@,@]}",
    "{\"detail-type\":\"x\",\"detail\":{\"findings\":[@,@]}}", "@\n@", "[@][@]", "[@]@]",
    "{\"Findings\":[@]}\n{\"Findings\":[@]}", "[{\"Findings\":[@]},{\"findings\":[@]}]",
  ])
  func `takes findings out of whatever holds them`(shape: String) throws {
    let scan = try ReadScan(shape.replacing("@", with: ASFFText.finding()))
    #expect(scan.observations.map(\.rule) == ["Vault.3", "Vault.3"])
    #expect(scan.rejected == [])
  }

  @Test func `warns of events, which do not tell how everything stands`() throws {
    let event = #"{"detail-type": "x", "detail": {"findings": [\#(try ASFFText.finding())]}}"#
    #expect(try ReadScan(event).warnings == [FindingContainer.eventWarning])
    #expect(try ReadScan(ASFFText.finding()).warnings == [])
  }

  @Test func `leaves the id in a standard out of the title of a control`() throws {
    let scan = try ReadScan(
      ASFFText.finding([
        "Title": "PCI.Vault.7 Vaults should be closed",
        "ProductFields": ["ControlId": "PCI.Vault.7"],
      ]))
    #expect(scan.rules.map(\.key) == ["Vault.3"])
    #expect(scan.rules.map(\.title) == ["Vaults should be closed"])
  }

  @Test func `takes a page without findings, and rejects what is none`() throws {
    #expect(try ReadScan(#"{"Findings":[]}"#).order == [])
    let scan = try ReadScan("[\(try ASFFText.finding()),{\"a\":1}]")
    #expect(scan.rejected.map(\.reason) == ["is not a finding in ASFF"])
    #expect(scan.rejected.map(\.excerpt) == ["{\"a\":1}"])
    let nameless = try read([[:], ["GeneratorId": "", "Compliance": ["Status": "FAILED"]]])
    #expect(nameless.rejected.map(\.reason) == ["names no rule"])
  }

  @Test func `has one rule for the findings of each standard`() throws {
    let fsbp: [String: Any] = [
      "GeneratorId": "aws-foundational-security-best-practices/v/1.0.0/Vault.3",
      "Title": "Vault.3 Vaults should be closed", "ProductFields": ["ControlId": "Vault.3"],
      "Compliance": [
        "Status": "FAILED", "SecurityControlId": "Vault.3",
        "AssociatedStandards": [
          ["StandardsId": "standards/aws-foundational-security-best-practices/v/1.0.0"]
        ],
      ],
    ]
    let pci: [String: Any] = [
      "GeneratorId": "pci-dss/v/9.0/PCI.Vault.1",
      "Title": "PCI.Vault.1 Vaults should be closed", "ProductFields": ["ControlId": "PCI.Vault.1"],
      "Compliance": [
        "Status": "FAILED", "SecurityControlId": "Vault.3",
        "RelatedRequirements": ["PCI DSS 1.2.3"],
      ],
    ]
    let scan = try read([fsbp, pci])
    #expect(scan.observations.map(\.rule) == ["Vault.3", "Vault.3"])
    #expect(scan.observations.map(\.discriminator) == ["", ""])
    #expect(scan.rules.map(\.title) == ["Vaults should be closed"])
    #expect(
      scan.rules.first?.mappings
        == [
          RequirementReference.named(edition: "PCI DSS", requirement: "1.2.3"),
          RequirementReference.named(
            edition: "aws-foundational-security-best-practices/v/1.0.0", requirement: "Vault.3"),
        ].sorted())
  }

  @Test(arguments: [
    ("security-control/Vault.9", "Vault.9"),
    (
      "arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0/rule/2.5",
      "cis-aws-foundations-benchmark/v/1.2.0/rule/2.5"
    ),
  ])
  func `takes the rule from the generator where there is no control`(
    generator: String, rule: String
  ) throws {
    let changes: [String: Any] = [
      "GeneratorId": generator, "Compliance": ASFFText.compliance("FAILED", control: nil),
    ]
    #expect(try observation(changes).rule == rule)
  }

  @Test func `does not know the severity of a pass, but that of the rule`() throws {
    let pass: [String: Any] = [
      "Compliance": ASFFText.compliance("PASSED"), "Severity": ["Label": "INFORMATIONAL"],
    ]
    let scan = try read([pass, [:]])
    #expect(scan.observations.map(\.status) == [.pass, .fail])
    #expect(scan.observations.map(\.severity) == [.unknown, .high])
    #expect(scan.rules.map(\.severity) == [.high])
  }

  @Test func `has no pass where there was nothing to check`() throws {
    let empty = ASFFText.compliance("PASSED", reason: "CONFIG_EVALUATIONS_EMPTY")
    let none = try observation(["Compliance": empty, "Resources": [account]])
    #expect(none.status == .notApplicable)
    #expect(none.resource.uid == "111122223333")
    #expect(none.detail == "Because.")
    #expect(try observation(["Compliance": empty]).status == .pass)
    let plain = ASFFText.compliance("PASSED")
    #expect(try observation(["Compliance": plain, "Resources": [account]]).status == .pass)
  }

  @Test(arguments: [
    ("WARNING", "CONFIG_RECORDER_DISABLED", Status.unknown),
    ("NOT_AVAILABLE", "CONFIG_RETURNS_NOT_APPLICABLE", .notApplicable),
    ("NOT_AVAILABLE", "LAMBDA_CUSTOM_RUNTIME_DETAILS_NOT_AVAILABLE", .unknown),
    ("EXCELLENT", "", .unknown),
  ])
  func `makes no pass of what Security Hub could not tell`(
    word: String, reason: String, status: Status
  ) throws {
    let scan = try read([["Compliance": ASFFText.compliance(word, reason: reason)]])
    #expect(scan.observations.map(\.status) == [status])
    #expect(scan.warnings.isEmpty == (word != "EXCELLENT"))
  }

  @Test func `keeps a control without a status as unknown`() throws {
    let scan = try read([["Compliance": ["SecurityControlId": "Vault.3"]]])
    #expect(scan.observations.map(\.status) == [.unknown])
    #expect(scan.warnings == ["a record has no status; it is kept as 'unknown'"])
  }

  @Test func `has a result for each resource of a finding`() throws {
    let resources = ["a", "b", "c"].map { ["Type": "AwsVault", "Id": "arn:aws:vault:::\($0)"] }
    let scan = try read([["Resources": resources]])
    #expect(
      scan.observations.map(\.resource.uid) == [
        "arn:aws:vault:::a", "arn:aws:vault:::b", "arn:aws:vault:::c",
      ])
    #expect(Set(scan.observations.map(\.bytes)).count == 1)
  }

  @Test func `mutes what is suppressed or archived`() throws {
    #expect(try observation(["Workflow": ["Status": "SUPPRESSED"]]).isMuted)
    #expect(try observation(["RecordState": "ARCHIVED"]).isMuted)
    #expect(try !observation(["Workflow": ["Status": "RESOLVED"]]).isMuted)
  }

  @Test func `rejects an archived finding where another tells how things stand`() throws {
    let now: [String: Any] = ["Compliance": ASFFText.compliance("PASSED")]
    let scan = try read([["RecordState": "ARCHIVED"], now])
    #expect(scan.observations.map(\.status) == [.pass])
    #expect(
      scan.rejected.map(\.reason) == [
        "is archived; another record tells how the finding stands"
      ])
  }

  @Test func `has one time for all findings of Security Hub, the last`() throws {
    let scan = try read([["UpdatedAt": "2026-03-05T02:00:00+01:00"], [:]])
    #expect(
      scan.observations.map(\.scannedAt.description)
        == Array(repeating: "2026-03-07T02:00:00Z", count: 2))
    let own = Timestamp(microseconds: 5_000_000)
    #expect(
      try read([[:]], context: ReadingContext(scannedAt: own)).observations.map(\.scannedAt)
        == [own])
  }

  @Test func `asks for time and account where there is none`() throws {
    let timeless: [String: Any] = ["UpdatedAt": NSNull(), "CreatedAt": NSNull()]
    #expect(importError { _ = try read([timeless]) }?.hint == "give the time with --scanned-at")
    let error = importError { _ = try read([["AwsAccountId": NSNull()]]) }
    #expect(error?.hint == "name what was scanned with --account")
    #expect(try observation(["AwsAccountId": "22223333"]).resource.account == "000022223333")
  }

  @Test func `takes problems that services found for failures`() throws {
    let kind = "TTPs/Discovery/Recon:EC2-Vault"
    let guardDuty: [String: Any] = [
      "ProductArn": "arn:aws:securityhub:eu-south-2::product/aws/guardduty",
      "GeneratorId": "arn:aws:guardduty:eu-south-2:111122223333:detector/1", "Id": "finding-7",
      "Types": [kind], "Compliance": NSNull(),
    ]
    let inspector: [String: Any] = [
      "ProductArn": "arn:aws:securityhub:eu-south-2::product/aws/inspector",
      "GeneratorId": "AWSInspector", "Compliance": NSNull(),
      "Vulnerabilities": [["Id": "CVE-2026-1"]],
    ]
    let scan = try read([guardDuty, inspector])
    #expect(scan.tools == ["aws-guardduty -", "aws-inspector -"])
    #expect(scan.observations.map(\.rule) == ["Recon:EC2-Vault", "CVE-2026-1"])
    #expect(scan.observations.map(\.discriminator) == ["finding-7", ""])
    #expect(scan.observations.map(\.status) == [.fail, .fail])
    #expect(scan.rules.map(\.mappings) == [[], []])
  }

  @Test func `reads Prowler's findings, without its cut requirements`() throws {
    let words = ["PASSED", "FAILED", "INFOED", "WARNING", "WARNINGED", "MUTED"]
    let scan = try read(
      words.enumerated().map { number, word in
        prowler.merging([
          "Compliance": ["Status": word, "RelatedRequirements": ["PCI-9.0 1.1 1."]],
          "UpdatedAt": "2026-03-07T02:00:0\(number)Z",
        ]) { $1 }
      })
    #expect(scan.tools == ["prowler 5.46.0"])
    #expect(Set(scan.observations.map(\.rule)) == ["vault_is_closed"])
    #expect(
      scan.observations.map(\.status) == [.pass, .fail, .manual, .unknown, .unknown, .unknown])
    #expect(scan.observations.map(\.isMuted) == [false, false, false, true, true, true])
    #expect(scan.observations.map(\.severity) == Array(repeating: .high, count: 6))
    #expect(Set(scan.observations.map(\.scannedAt)).count == 6)
    #expect(scan.observations.first?.detail == "This control looks at vaults.")
    #expect(scan.rules.allSatisfy { $0.mappings.isEmpty && $0.service == "vault" })
    #expect(scan.warnings == [])
  }

  @Test func `reads Powerpipe's findings, of which all have one id`() throws {
    let scan = try read(
      ["FAILED", "WARNING", "NOT_AVAILABLE"].map { word in
        [
          "ProductFields": ["ProviderName": "Powerpipe", "ProviderVersion": "1.2.0"],
          "GeneratorId": "powerpipe-vault_closed", "Id": "mod.control.vault_closed",
          "Compliance": ["Status": word],
          "Resources": [["Type": "Other", "Id": "arn:aws:vault:::\(word)"]],
        ]
      })
    #expect(scan.tools == ["powerpipe 1.2.0"])
    #expect(scan.observations.map(\.status) == [.fail, .error, .unknown])
    #expect(Set(scan.observations.map(\.resource.uid)).count == 3)
    #expect(Set(scan.observations.map(\.discriminator)) == [""])
  }

  @Test(
    .enabled(if: Corpus.isHere, "the corpus of real scans is not beside the package"),
    arguments: [
      ("defectdojo/asff/one_vuln.json", [.fail: 1]),
      ("defectdojo/asff/prowler-output.asff.json", [.fail: 286, .manual: 4, .pass: 441]),
      ("defectdojo/awssecurityhub/config_many_findings.json", [.notApplicable: 3]),
      ("defectdojo/awssecurityhub/config_multiple_resources.json", [.fail: 5]),
      ("defectdojo/awssecurityhub/config_one_finding_active.json", [.fail: 1]),
      ("defectdojo/awssecurityhub/guardduty.json", [.fail: 4]),
      ("defectdojo/awssecurityhub/inspector_ec2_cve_no_vulnerabilities.json", [.fail: 1]),
      ("defectdojo/awssecurityhub/inspector_ecr.json", [.fail: 7]),
      ("edge-cases/asff-findings-wrapper-lowercase.json", [.fail: 1]),
      ("edge-cases/asff-findings-wrapper.json", [.fail: 1, .pass: 1]),
      ("edge-cases/asff-no-compliance-object.json", [.unknown: 1]),
      ("edge-cases/asff-powerpipe-same-id.json", [.fail: 1, .pass: 2]),
      ("edge-cases/asff-prowler-3.3-infoed.json", [.manual: 1, .unknown: 1]),
      ("edge-cases/asff-two-resources.json", [.fail: 2]),
      ("edge-cases/prowler-asff-appended-two-runs.json", [.fail: 1, .pass: 1]),
      (
        "synthetic/prowler-5.40.0-aws-scanA.asff.json", [.fail: 138, .pass: 267, .unknown: 3]
      ),
    ] as [(String, [Status: Int])])
  func `reads real files`(name: String, statuses: [Status: Int]) throws {
    let path = Corpus.folder.appending(path: name).path(percentEncoded: false)
    let scan = try ReadScan(ScanFile(path: path))
    #expect(scan.rejected == [])
    #expect(Dictionary(grouping: scan.observations, by: \.status).mapValues(\.count) == statuses)
  }
}
