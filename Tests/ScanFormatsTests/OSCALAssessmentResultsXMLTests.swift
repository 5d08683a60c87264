import EvidenceModel
import Testing

@testable import ScanFormats

@Suite struct OSCALAssessmentResultsXMLTests {
  private let context = ReadingContext(account: "system")

  private let document = """
    <?xml version="1.0"?>
    <assessment-results uuid="u" xmlns="http://csrc.nist.gov/ns/oscal/1.0">
    <metadata><title>T</title></metadata><import-ap href="x"/>
    <local-definitions><component uuid="c9"><title>Look It Up</title></component>
    </local-definitions>
    <result uuid="r"><title>R</title><start>2026-03-02T09:00:00Z</start>
    <end>2026-03-02T10:00:00+01:00</end>
    <local-definitions><component uuid="c1" type="software"><title>Web server</title>
    </component></local-definitions>
    <assessment-log><entry uuid="e"><start>2001-01-01T00:00:00Z</start></entry></assessment-log>
    <observation uuid="o1"><description><p>d</p></description><method>TEST</method>
    <origin><actor type="tool" actor-uuid="c9"/></origin>
    <subject subject-uuid="c1" type="component"/></observation>
    <observation uuid="o2"><subject subject-uuid="c2" type="inventory-item"/></observation>
    <observation uuid="o3"/>
    <risk uuid="k"><remediation-tracking><entry><start>2002-01-01T00:00:00Z</start></entry>
    </remediation-tracking></risk>
    <finding uuid="f1"><title>T1</title><description><p>D1</p></description>
    <target type="objective-id" target-id="ac-1_obj"><title>Objective</title>
    <status state="not-satisfied"/></target>
    <related-observation observation-uuid="o1"/></finding>
    <finding uuid="f2"><target type="objective-id" target-id="ac-2_obj">
    <status reason="pass">satisfied</status></target>
    <related-observation observation-uuid="o2"/></finding>
    <finding uuid="f3"><target type="objective-id" target-id="ac-3_obj">
    <status state="maybe"/></target></finding>
    <finding uuid="f4"><title>No target</title></finding>
    </result>
    <result uuid="r2"><start>2026-04-02T09:00:00Z</start>
    <finding uuid="f5"><target type="statement-id" target-id="ac-1_obj">
    <status state="satisfied"/></target></finding></result>
    </assessment-results>
    """

  @Test func `reads findings with what they refer to`() throws {
    let scan = try ReadScan(document, context: context)
    #expect(scan.tools == ["look-it-up -"])
    #expect(scan.observations.map(\.rule) == ["ac-1_obj", "ac-2_obj", "ac-3_obj", "ac-1_obj"])
    #expect(scan.observations.map(\.status) == [.fail, .pass, .unknown, .pass])
    #expect(scan.observations.map(\.resource.uid) == ["Web server", "c2", "system", "system"])
    #expect(scan.observations.first?.detail == "T1\nD1")
    #expect(scan.observations.first?.alias == "f1")
    #expect(scan.rules.first?.title == "Objective")
    #expect(
      scan.observations.map(\.scannedAt)
        == ["2026-03-02T09", "2026-03-02T09", "2026-03-02T09", "2026-04-02T09"].map {
          TimestampText($0 + ":00:00Z")?.timestamp
        })
    #expect(scan.rejected.map(\.reason) == ["names no control objective"])
    #expect(scan.warnings.contains { $0.hasSuffix("which are not read: 1") })
  }

  @Test func `says where each record stands`() throws {
    let scan = try ReadScan(document, context: context)
    let text = Array(document.utf8)
    for place in scan.observations.map(\.bytes) + scan.rejected.map(\.bytes) {
      let record = String(
        decoding: text[place.offset..<place.offset + place.count], as: UTF8.self)
      #expect(record.hasPrefix("<finding uuid=") && record.hasSuffix("</finding>"))
    }
  }
}
