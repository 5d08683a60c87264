import EvidenceModel
import Foundation
import Testing

@testable import ScanFormats

@Suite struct CheckovTests {
  private let context = ReadingContext(
    scannedAt: Timestamp(microseconds: 1_772_848_800_000_000), account: "shop")

  private func report(
    _ framework: String = "terraform", passed: String = "", failed: String = "",
    skipped: String = "", errors: String = ""
  ) -> String {
    #"""
    {"check_type": "\#(framework)", "results": {"passed_checks": [\#(passed)],
      "failed_checks": [\#(failed)], "skipped_checks": [\#(skipped)],
       "parsing_errors": [\#(errors)]},
     "summary": {"passed": 1, "checkov_version": "3.9.1"}, "url": "u"}
    """#
  }

  private func check(
    _ id: String = "CKV_X_1", result: String = "FAILED", resource: String = "x_vault.blue",
    more: String = ""
  ) -> String {
    #"""
    {"check_id": "\#(id)", "check_name": "Vaults are closed",
     "check_result": {"result": "\#(result)"},
     "file_path": "/a.tf", "repo_file_path": "/infra/a.tf", "file_abs_path": "/home/me/a.tf",
     "file_line_range": [1, 9], "resource": "\#(resource)", "severity": null\#(more)}
    """#
  }

  @Test func `reads a failed check`() throws {
    let more = #"""
      , "guideline": "https://docs.example/1", "entity_tags": {"env": "prod", "n": 1},
      "benchmarks": {"ABC 1": [{"name": "1.2", "description": "d"}]}
      """#
    let scan = try ReadScan(report(failed: check(more: more)), context: context)
    #expect(scan.tools == ["checkov 3.9.1"])
    var rule = RuleDefinition(key: "CKV_X_1", title: "Vaults are closed")
    rule.referenceURL = "https://docs.example/1"
    rule.mappings = [RequirementReference(edition: "ABC 1", requirement: "1.2")]
    #expect(scan.rules == [rule])
    let observation = try #require(scan.observations.first)
    #expect(observation.status == .fail)
    #expect(observation.severity == .unknown)
    #expect(
      observation.resource
        == Resource(
          provider: "", account: "shop", region: "", uid: "/:x_vault.blue",
          name: "x_vault.blue", type: "x_vault",
          tags: TagSet([ResourceTag(key: "env", value: "prod")])))
    #expect(observation.discriminator == "")
    #expect(observation.detail == "/a.tf")
  }

  @Test func `reads every bucket, and what a comment skips as muted`() throws {
    let skipped =
      check("C", result: "SKIPPED").replacing(
        #""SKIPPED""#, with: #""SKIPPED", "suppress_comment": "later""#)
    let text = report(passed: check("A", result: "PASSED"), failed: check("B"), skipped: skipped)
    let scan = try ReadScan(text, context: context)
    #expect(scan.observations.map(\.status) == [.pass, .fail, .unknown])
    #expect(scan.observations.map(\.isMuted) == [false, false, true])
    #expect(scan.observations.last?.detail == "/a.tf\nlater")
    #expect(scan.warnings == [])
  }

  @Test func `an outcome that its bucket contradicts is unknown`() throws {
    let text = report(passed: check("A") + "," + check("B", result: "UNKNOWN"))
    let scan = try ReadScan(text, context: context)
    #expect(scan.observations.map(\.status) == [.unknown, .unknown])
    #expect(scan.warnings.count == 1)
  }

  @Test(arguments: ["[%,#]", "%\n#", "%#", "[%][#]"])
  func `takes reports in every container`(container: String) throws {
    let text = container.replacing("%", with: report(failed: check()))
      .replacing("#", with: report("kubernetes", failed: check(resource: "Pod.web.api")))
    let scan = try ReadScan(text, context: context)
    #expect(scan.observations.map(\.resource.type) == ["x_vault", "Pod"])
  }

  @Test(arguments: ["parsingerrors", "parsing_errors"])
  func `a summary alone is a scan without findings`(name: String) throws {
    let text =
      #"{"passed": 0, "failed": 0, "skipped": 0, "\#(name)": 0, "checkov_version": "2.1.0"}"#
    let scan = try ReadScan(text)
    #expect(scan.tools == ["checkov 2.1.0"])
    #expect(scan.observations == [])
  }

  @Test func `rejects files that could not be parsed, and records without check`() throws {
    let text = report(failed: #"{"resource": "x"}"#, errors: #""/infra/b.tf""#)
    let scan = try ReadScan(text, context: context)
    #expect(
      scan.rejected.map(\.reason) == ["names no check", "is a file that Checkov could not parse"])
    #expect(scan.rejected.last?.excerpt == #""/infra/b.tf""#)
  }

  @Test(arguments: [
    ("module.a.x_vault.blue[0]", "terraform", "x_vault"),
    (#"module.a["k.l"].x_vault.blue["m.n"]"#, "terraform", "x_vault"),
    ("AB::CD::Vault.Blue", "cloudformation", "AB::CD::Vault"),
    ("Pod.web.api", "kubernetes", "Pod"), ("ab12", "secrets", ""),
  ])
  func `tells the kind of resource`(address: String, framework: String, type: String) {
    #expect(CheckovResource.type(of: address, framework: framework) == type)
  }

  @Test func `reads the CSV output`() throws {
    let text = """
      Resource,Path,Git Org,Git Repository,Misconfigurations,Severity,Policy title,Guideline
      x_vault.blue,/a.tf,org,repo,CKV_X_1,HIGH,"Vaults, closed",https://docs.example/1
      x_vault.red,/a.tf,org,repo,,,,

      """
    let scan = try ReadScan(text, context: context)
    #expect(scan.tools == ["checkov -"])
    #expect(scan.observations.map(\.resource.uid) == ["/:x_vault.blue"])
    #expect(scan.observations.map(\.severity) == [.high])
    #expect(scan.rules.map(\.title) == ["Vaults, closed"])
    #expect(
      scan.warnings == ["1 rows are resources without a failed check; they are no findings"])
  }

  @Test func `reads the CSV output of versions without titles`() throws {
    let text = """
      Resource,Path,Git Org,Git Repository,Misconfigurations,Severity,Details
      x_vault.blue,/a.tf,org,repo,CKV_X_1,,first|second

      """
    let scan = try ReadScan(text, context: context)
    #expect(scan.observations.map(\.rule) == ["CKV_X_1"])
    #expect(scan.observations.map(\.detail) == ["/a.tf\nfirst|second"])
  }

  @Test(arguments: ["a.tf", "sub/a.tf", "pod.yaml"])
  func `gives the same findings from CSV as from JSON`(path: String) throws {
    let json = try ReadScan(
      report(failed: check().replacing("/a.tf", with: "/" + path)), context: context)
    let csv = try ReadScan(
      """
      Resource,Path,Git Org,Git Repository,Misconfigurations,Severity
      x_vault.blue,/\(path),org,repo,CKV_X_1,

      """, context: context)
    #expect(csv.observations.map(\.rule) == json.observations.map(\.rule))
    #expect(csv.observations.map(\.resource.uid) == json.observations.map(\.resource.uid))
    #expect(csv.observations.map(\.discriminator) == json.observations.map(\.discriminator))
    #expect(csv.observations.map(\.detail) == json.observations.map(\.detail))
  }

  @Test func `a module's resource stays itself when it moves to another file`() throws {
    let before = try ReadScan(report(failed: check()), context: context)
    let after = try ReadScan(
      report(failed: check().replacing("/a.tf", with: "/b.tf")), context: context)
    #expect(before.observations.map(\.resource) == after.observations.map(\.resource))
    #expect(before.observations.map(\.detail) != after.observations.map(\.detail))
    let elsewhere = try ReadScan(
      report(failed: check().replacing(#""/a.tf""#, with: #""/sub/a.tf""#)), context: context)
    #expect(elsewhere.observations.map(\.resource.uid) == ["/sub:x_vault.blue"])
  }

  @Test func `tells files of several folders apart that have one path`() throws {
    let other = check().replacing("/infra/", with: "/other/")
    let scan = try ReadScan(report(failed: check() + "," + other), context: context)
    #expect(
      scan.observations.map(\.resource.uid) == ["/infra:x_vault.blue", "/other:x_vault.blue"])
  }

  @Test func `passes on the note that stands in place of packages`() throws {
    let text = """
      Package,Version,Path,Vulnerability,Severity,Description,Root Package
      "Packages are for subscribers."

      """
    let scan = try ReadScan(text, context: context)
    #expect(scan.observations == [] && scan.rejected == [])
    #expect(scan.warnings.map { $0.hasSuffix(": Packages are for subscribers.") } == [true])
  }
}
