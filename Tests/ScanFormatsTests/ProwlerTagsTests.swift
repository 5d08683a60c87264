import EvidenceModel
import Foundation
import Testing

@testable import ScanFormats

/// The same tags in Prowler's two ways of writing them.
@Suite struct ProwlerTagsTests {
  private func tags(field: String) throws -> [String] {
    let columns = ProwlerCSVText.columns + ["RESOURCE_TAGS"]
    let scan = try ReadScan(
      ProwlerCSVText(rows: [["RESOURCE_TAGS": field]], columns: columns).text)
    return try #require(scan.observations.first).resource.tags.map { "\($0.key)|\($0.value)" }
  }

  private func tags(labels: Any) throws -> [String] {
    let scan = try ReadScan(ProwlerOCSFText.array([["resource.labels": labels]]))
    return try #require(scan.observations.first).resource.tags.map { "\($0.key)|\($0.value)" }
  }

  @Test(arguments: [
    ("", [], []),
    ("env=prod", ["env:prod"], ["env|prod"]),
    ("team=core | env=prod", ["team:core", "env:prod"], ["env|prod", "team|core"]),
    ("Name==1+1", ["Name:=1+1"], ["Name|=1+1"]),
    ("url=https://a.example/?b=c", ["url:https://a.example/?b=c"], ["url|https://a.example/?b=c"]),
    ("note=a | b | env=prod", ["note:a | b", "env:prod"], ["env|prod", "note|a | b"]),
    ("note=a | b = c", ["note:a | b = c"], ["note|a | b = c"]),
    ("env=prod | =key==1", ["env:prod", "=key:=1"], ["=key|=1", "env|prod"]),
    ("web", ["web"], ["web|"]),
    ("TagKey=env | TagValue=prod", ["TagKey:env", "TagValue:prod"], ["env|prod"]),
    (
      "aws:cloudformation:stack-name=main", ["aws:cloudformation:stack-name:main"],
      ["aws:cloudformation:stack-name|main"]
    ),
  ])
  func `both files tell the same tags`(field: String, labels: [String], expected: [String]) throws {
    #expect(try tags(field: field) == expected)
    #expect(try tags(labels: labels) == expected)
  }

  @Test func `early versions wrote labels as the CSV has them`() throws {
    #expect(try tags(labels: ["env=prod"]) == ["env|prod"])
  }

  @Test func `what is no list of labels has no tags`() throws {
    #expect(try tags(labels: "env:prod") == [])
    #expect(try tags(labels: [["env": "prod"], 1]) == [])
    #expect(try tags(labels: ["team:core", 1]) == ["team|core"])
  }

  @Test func `warns once of labels that are no list of texts`() throws {
    for labels in ["env:prod", [1], ["team:core", 1], ["env": "prod"]] as [Any] {
      let scan = try ReadScan(
        ProwlerOCSFText.array([
          ["resource.labels": ["a:b"]], ["resource.labels": labels], ["resource.labels": labels],
        ]))
      #expect(scan.warnings.count == 1, "\(labels)")
      #expect(scan.warnings.first?.contains("labels") == true)
    }
    for labels in [[String](), ["a:b"], NSNull()] as [Any] {
      #expect(try ReadScan(ProwlerOCSFText.array([["resource.labels": labels]])).warnings == [])
    }
  }
}
