import EvidenceModel
import Testing

@testable import ScanFormats

@Suite struct XMLReaderTests {
  /// Each event with its text, as it stands in the file.
  private func events(
    _ text: String, whole: Set<String> = [], tags: Set<String> = []
  ) throws -> [String] {
    let file = try TemporaryFile(text)
    let bytes = Array(text.utf8)
    let reader = try XMLReader(file: file.open(), whole: whole, tags: tags)
    var found: [String] = []
    while let event = try reader.next() {
      switch event {
      case .element(let element):
        let range = element.bytes.offset..<element.bytes.offset + element.bytes.count
        found.append(String(decoding: bytes[range], as: UTF8.self))
        try reader.withText(of: element) {
          #expect(found.last?.hasPrefix($0.string) == true)
        }
      case .start(let element): found.append("<\(element.name) \(element.attributes.count)")
      case .end(let name): found.append("/" + name)
      }
    }
    return found
  }

  @Test func `hands on elements with their bytes, and the tags around them`() throws {
    let text = """
      <?xml version="1.0"?><!-- <r>no</r> -->
      <x:a xmlns:x="u" p='1'><b><r k="&lt;">é<c/></r
      ></b><r/><!-- c --><z><r><r>1</r></r></z></x:a>
      """
    #expect(
      try events(text, whole: ["r"], tags: ["a", "b"]) == [
        "<a 1", "<b 0", "<r k=\"&lt;\">é<c/></r\n>", "/b", "<r/>", "<r><r>1</r></r>", "/a",
      ])
  }

  @Test func `gives names, attributes and text`() throws {
    let text = """
      <a xmlns:y="u"><r y:k="2" k="a&amp;b&amp;#38;&lt;" z=""> one <i>two
        three</i><![CDATA[<four>]]> &#x35; <y:s>6</y:s></r></a>
      """
    let file = try TemporaryFile(text)
    let reader = try XMLReader(file: file.open(), whole: ["r"])
    guard case .element(let element)? = try reader.next() else {
      Issue.record("no element")
      return
    }
    #expect(element.attributes == ["k": "a&b&#38;<", "z": ""])
    #expect(element.text == "one two three<four> 5 6")
    #expect(element.writtenText == "one two\n  three<four> 5 6")
    #expect(element["s"]?.namespace == "u" && element["i"]?.namespace == "")
    #expect(element["j"] == nil)
  }

  @Test(arguments: ["", "<?xml version='1.0' encoding='UTF-8'?>", "\u{FEFF}"])
  func `knows where elements stand across the edges of its pieces`(beginning: String) throws {
    let record = #"<r id="ü"><result>pass</result><message> a b </message></r>"#
    let count = 20_000
    let text =
      beginning + "<all>" + Array(repeating: record, count: count).joined(separator: "\n ")
      + "</all>"
    let found = try events(text, whole: ["r"])
    #expect(found.count == count)
    #expect(found.allSatisfy { $0 == record })
  }

  @Test(arguments: [
    "<a><b>", "<a", "<a>text", "<a><b></b", "<!-- ", "<?xml version='1.0'?>",
  ])
  func `a file that ends too early is refused`(text: String) {
    let error = importError { _ = try events(text) }
    #expect(error?.code == .truncatedFile, "\(String(describing: error))")
  }

  @Test(arguments: [
    ("<a>\n<b></c></a>", 2), ("<a>&nbsp;</a>", 1), ("<a>\n\n<b k=1/></a>", 3),
    ("<a></a>\n<b/>", 2), ("<a>\n\u{1}</a>", 2), ("<a k='1' k='2'/>", 1),
  ])
  func `what is no XML is refused with its line`(text: String, line: Int) {
    let error = importError { _ = try events(text) }
    #expect(error?.code == .malformedFile, "\(String(describing: error))")
    #expect(error?.place?.line == line, "\(String(describing: error))")
  }

  @Test(arguments: [
    // Entities that double with each step.
    """
    <?xml version="1.0"?>
    <!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;"><!ENTITY z "&y;&y;&y;&y;">]>
    <a><r>&z;</r></a>
    """,
    "\n<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><a><r>&x;</r></a>",
    "\n<!DOCTYPE a SYSTEM \"http://127.0.0.1:9/a.dtd\"><a/>",
    "\n<!DOCTYPE a [<!ENTITY % p SYSTEM \"file:///etc/hostname\"> %p;]><a/>",
  ])
  func `a document type is refused, whatever it declares`(text: String) {
    let error = importError { _ = try events(text, whole: ["r"]) }
    #expect(error?.code == .malformedFile)
    #expect(error?.reason.contains("DOCTYPE") == true)
    #expect(error?.place?.line == 2)
  }

  @Test func `elements that are too deep or too long are refused`() {
    let deep = String(repeating: "<a>", count: 100_000)
    #expect(importError { _ = try events(deep) }?.code == .malformedFile)
    let long = "<a><r>" + String(repeating: "<b>0123456789</b>", count: 1_500_000) + "</r></a>"
    #expect(importError { _ = try events(long, whole: ["r"]) }?.code == .oversizedRecord)
  }

  @Test func `text in another encoding is read as what it says it is`() throws {
    let text = "<?xml version='1.0' encoding='ISO-8859-1'?><a><r>\u{E9}</r></a>"
    let file = try TemporaryFile(text.unicodeScalars.map { UInt8($0.value) })
    let reader = try XMLReader(file: file.open(), whole: ["r"])
    guard case .element(let element)? = try reader.next() else {
      Issue.record("no element")
      return
    }
    #expect(element.text == "é")
  }
}
