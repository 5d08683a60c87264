import EvidenceModel
import Testing

@testable import ScanFormats

/// Files made to stop a reader: with numbers that overflow, text that grows, and thousands of things
/// that each ask for thousands of others. Where a reader goes through them with every record, these
/// tests do not end.
@Suite struct HostileInputTests {
  private let context = ReadingContext(
    scannedAt: Timestamp(microseconds: 1_780_000_000_000_000), account: "account")

  private func read(_ text: String) throws -> ReadScan { try ReadScan(text, context: context) }

  private func sarif(_ results: String, driver: String = "", more: String = "") -> String {
    #"{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"t"\#(driver)}\#(more)},"#
      + #""results":[\#(results)]}]}"#
  }

  private func repeated(_ count: Int, _ text: (Int) -> String) -> String {
    (0..<count).map(text).joined(separator: ",")
  }

  // MARK: Numbers

  @Test func `a SARIF component with the largest index is none`() throws {
    let component = #"{"index":9223372036854775807}"#
    let scan = try read(sarif(#"{"rule":{"id":"a","toolComponent":\#(component)}}"#))
    #expect(scan.observations.map(\.rule) == ["a"])
  }

  @Test func `counts of failed queries may be as large as they like`() throws {
    let report = #"""
      {"queries_total":1,"queries_failed_to_execute":9223372036854775807,"queries":[
      {"query_id":"q","files":[{"file_name":"f"}]}]}
      """#
    #expect(try read(report + report).observations.count == 2)
  }

  // MARK: Text that grows

  @Test func `a SARIF rule id of slashes alone is an id`() throws {
    let id = String(repeating: "/", count: 100_000)
    #expect(try read(sarif(#"{"ruleId":"\#(id)"}"#)).observations.map(\.rule) == [id])
  }

  @Test func `arguments of a SARIF message are put in once`() throws {
    let arguments = repeated(40) { #""\#(String(repeating: "{\($0 + 1)}", count: 10))""# }
    let scan = try read(
      sarif(#"{"ruleId":"a","message":{"text":"{0} {9","arguments":[\#(arguments)]}}"#))
    #expect(
      scan.observations.map(\.detail) == [String(repeating: "{1}", count: 10) + " {9"])
  }

  @Test func `a SARIF message does not grow without end`() throws {
    let text = String(repeating: "{0}", count: 100_000)
    let argument = String(repeating: "x", count: 1_000_000)
    let scan = try read(
      sarif(#"{"ruleId":"a","message":{"text":"\#(text)","arguments":["\#(argument)"]}}"#))
    #expect(scan.observations.allSatisfy { $0.detail.utf8.count < 3_000_000 })
  }

  // MARK: Work that grows

  @Test func `each SARIF run is found at once`() throws {
    let runs = repeated(40_000) { number in
      #"{"tool":{"driver":{"name":"t"}},"results":[{"ruleId":"r\#(number)"}]}"#
    }
    let scan = try read(#"{"version":"2.1.0","runs":[\#(runs)]}"#)
    #expect(scan.observations.count == 40_000)
  }

  @Test func `each SARIF extension is found at once`() throws {
    let count = 20_000
    let extensions = repeated(count) {
      #"{"name":"n\#($0)","guid":"g\#($0)","rules":[{"id":"r\#($0)","name":"t\#($0)"}]}"#
    }
    let results = repeated(count) { number in
      let key = number.isMultiple(of: 2) ? "name\":\"n" : "guid\":\"g"
      return #"{"ruleId":"r\#(number)/x","rule":{"toolComponent":{"\#(key)\#(number)"}}}"#
    }
    let scan = try read(sarif(results, more: #","extensions":[\#(extensions)]"#))
    #expect(scan.observations.map(\.rule) == (0..<count).map { "r\($0)" })
    #expect(scan.rules.map(\.title) == (0..<count).map { "t\($0)" })
  }

  @Test func `results that only their place tells apart are many`() throws {
    let results = repeated(60_000) {
      #"{"rule_id":"r","location":{"filename":"f","start_line":\#($0)}}"#
    }
    let scan = try read(#"{"results":[\#(results)]}"#)
    #expect(Set(scan.observations.map(\.discriminator)).count == 60_000)
  }

  @Test func `an OSCAL finding may refer to one observation again and again`() throws {
    let subjects = repeated(30_000) { #"{"subject-uuid":"s\#($0)"}"# }
    let references = repeated(30_000) { _ in #"{"observation-uuid":"o"}"# }
    let scan = try read(
      #"""
      {"assessment-results":{"results":[{"end":"2026-03-02T10:00:00Z",
      "observations":[{"uuid":"o","subjects":[\#(subjects)]}],
      "findings":[{"target":{"target-id":"ac-1","status":{"state":"satisfied"}},
      "related-observations":[\#(references)]}]}]}}
      """#)
    #expect(scan.observations.map(\.resource.uid) == ["account"])
  }

  @Test func `records may have many members and many parts`() throws {
    let members = repeated(60_000) { #""m\#($0)":0"# }
    let items = repeated(60_000) { #""s3.b\#($0)""# }
    let scout = #"""
      {"account_id":"1","provider_code":"aws","last_run":{"time":"2026-03-02 10:00:00+0000"},
      "services":{"s3":{"findings":{"rule":{\#(members),"items":[\#(items)]}}}}}
      """#
    #expect(try read(scout).observations.count == 60_000)
    let resources = repeated(60_000) { #"{"uid":"r\#($0)"}"# }
    let ocsf = #"""
      {"class_uid":2004,\#(members),"metadata":{"event_code":"a"},"resources":[\#(resources)]}
      """#
    #expect(try read(ocsf).observations.count == 60_000)
    let results = repeated(60_000) { _ in #"{"status":"passed"}"# }
    let inspec = #"{"profiles":[{"controls":[{\#(members),"id":"c","results":[\#(results)]}]}]}"#
    #expect(try read(inspec).observations.count == 1)
  }

  @Test func `an ASFF finding may have many reasons and many resources`() throws {
    let reasons = repeated(30_000) { _ in #"{"ReasonCode":"X"}"# }
    let resources = repeated(30_000) { #"{"Type":"AwsAccount","Id":"r\#($0)"}"# }
    let scan = try read(
      #"""
      {"SchemaVersion":"2018-10-08","GeneratorId":"security-control/S3.1",
      "ProductArn":"arn:aws:securityhub:eu-west-1::product/aws/securityhub",
      "AwsAccountId":"1","UpdatedAt":"2026-03-02T10:00:00Z",
      "Compliance":{"Status":"PASSED","StatusReasons":[\#(reasons)]},"Resources":[\#(resources)]}
      """#)
    #expect(scan.observations.count == 30_000)
  }

  // MARK: CSV

  @Test func `a header may have many columns, and the file many other records`() throws {
    let header = (0..<4_000).map { "column\($0)" }.joined(separator: ",")
    let file = try TemporaryFile(header + "\n" + String(repeating: "x\n", count: 400_000))
    let reader = try CSVRecordReader(file: file.open())
    var count = 0
    while try reader.next() != nil { count += 1 }
    #expect(count == 400_000)
  }

  @Test(arguments: ["", "a,b\n1,2\n"])
  func `a record of thousands of fields is refused`(beginning: String) throws {
    let file = try TemporaryFile(beginning + String(repeating: ",", count: 100_000) + "\n")
    let error = importError {
      let reader = try CSVRecordReader(file: file.open())
      while try reader.next() != nil {}
    }
    #expect(error?.code == .oversizedRecord)
    #expect(error?.place?.byteOffset == beginning.utf8.count)
  }

  // MARK: XML

  @Test func `a document in Latin-1 is read as fast as one in UTF-8`() throws {
    let record = "<r k='\u{E9}'><a/><a/></r>"
    let text =
      "<?xml version='1.0' encoding='ISO-8859-1'?><all>"
      + String(repeating: record, count: 100_000) + "</all>"
    let bytes = text.unicodeScalars.map { UInt8($0.value) }
    let file = try TemporaryFile(bytes)
    let reader = try XMLReader(file: file.open(), whole: ["r"])
    var count = 0
    while case .element(let element)? = try reader.next() {
      let range = element.bytes.offset..<element.bytes.offset + element.bytes.count
      if bytes[range].elementsEqual(record.unicodeScalars.map { UInt8($0.value) }) { count += 1 }
    }
    #expect(count == 100_000)
  }

  @Test func `text that comes in pieces is one text`() throws {
    let text = "<r>" + String(repeating: "&lt;", count: 100_000) + "</r>"
    let reader = try XMLReader(file: TemporaryFile(text).open(), whole: ["r"])
    guard case .element(let element)? = try reader.next() else {
      Issue.record("no element")
      return
    }
    #expect(element.content.count == 1)
    #expect(element.text == String(repeating: "<", count: 100_000))
  }

  @Test func `attributes count for the length of an element`() throws {
    let attribute = String(repeating: "x", count: 100_000)
    let text = "<r>" + String(repeating: "<b k='\(attribute)'/>", count: 200) + "</r>"
    let error = importError {
      let reader = try XMLReader(file: TemporaryFile(text).open(), whole: ["r"])
      while try reader.next() != nil {}
    }
    #expect(error?.code == .oversizedRecord)
  }
}
