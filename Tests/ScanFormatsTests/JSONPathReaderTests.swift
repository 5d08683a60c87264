import EvidenceModel
import Foundation
import Testing

@testable import ScanFormats

@Suite struct JSONPathReaderTests {
  /// Each match as `path number@indexes:text`.
  private func matches(_ text: String, _ paths: JSONPath...) throws -> [String] {
    let file = try TemporaryFile(text)
    let reader = try JSONPathReader(file: ScanFile(path: file.path), paths: paths)
    var found: [String] = []
    while let match = try reader.next() {
      let indexes = match.indexes.map(String.init).joined(separator: ".")
      found.append("\(match.path)@\(indexes):\(reader.text(of: match.record).string)")
    }
    return found
  }

  @Test func `finds values at paths, in the order of the file`() throws {
    let text = #"{"a":{"b":[1,{"c":"x"}],"d":null},"e":[{"b":2},{"b":[3]}],"b":4}"#
    #expect(
      try matches(text, "a.b[]", "e[].b", "b") == [
        "0@0.0:1", #"0@0.1:{"c":"x"}"#, "1@0.0:2", "1@0.1:[3]", "2@0:4",
      ])
  }

  @Test func `a star is any member, and its name is told`() throws {
    let text = #"{"s":{"x":{"f":{"r1":1,"r2":{"n":2}},"g":3},"y":{"f":[]},"z":{"f":{"r3":4}}}}"#
    let file = try TemporaryFile("v = " + text)
    let reader = try JSONPathReader(
      file: ScanFile(path: file.path), paths: ["s.*.f.*", "s.x.g"], startingAt: 4)
    var found: [String] = []
    while let match = try reader.next() {
      found.append(match.names.joined(separator: "/") + ":" + reader.text(of: match.record).string)
    }
    #expect(found == ["x/r1:1", #"x/r2:{"n":2}"#, ":3", "z/r3:4"])
  }

  @Test func `takes documents in every container that scanners leave`() throws {
    for text in [
      #"[{"a":1},{"a":2}]"#, "{\"a\":1}\n{\"a\":2}\n", #"{"a":1}{"a":2}"#, #"[{"a":1}][{"a":2}]"#,
      #"[{"a":1}]{"a":2}]"#, "\u{FEFF}[{\"a\":1},\r\n{\"a\":2}]",
    ] {
      #expect(try matches(text, "a") == ["0@0:1", "0@1:2"], "\(text)")
      #expect(try matches(text, "").count == 2, "\(text)")
    }
    #expect(try matches("[]", "a") == [])
  }

  @Test func `passes over what nobody asks for, however long it is`() throws {
    let long = String(repeating: #"{"x":"\"]}\\","y":[[]]},"#, count: 200_000)
    let text = #"{"skip":["# + long + #"0],"keep":"here","s":"\\\"","n":-1.5e3}"#
    #expect(text.utf8.count > 3 << 20)
    #expect(try matches(text, "keep", "n") == [#"0@0:"here""#, "1@0:-1.5e3"])
  }

  @Test func `finds values across the edges of its window`() throws {
    let record = #"{"k":"\\\"é","v":[1,2]}"#
    let count = 150_000
    let text = #"{"r":["# + Array(repeating: record, count: count).joined(separator: ", ") + "]}"
    let found = try matches(text, "r[]")
    #expect(found.count == count)
    #expect(found.last == "0@0.\(count - 1):" + record)
  }

  @Test(arguments: [
    #"{"a":[1,2"#, #"{"a":{"b":1}"#, #"{"a":"x"#, #"[{"a":1}"#, #"{"z":[1,"#, #"{"a""#,
  ])
  func `a file that ends too early is refused`(text: String) {
    let error = #expect(throws: ImportError.self) { try matches(text, "a[]", "a.b") }
    #expect(error?.code == .truncatedFile)
  }

  @Test(arguments: [
    #"{"a":[1 2]}"#, #"{a:1}"#, #"{"a" 1}"#, #"{"a":tru}"#, #"x"#, #"{"a":"\x"}"#, #"{"a":1}}"#,
    "{\"z\":" + String(repeating: "[", count: 2_000_000) + "}",
  ])
  func `what is no JSON is refused`(text: String) {
    let error = #expect(throws: ImportError.self) { try matches(text, "a[]", "a") }
    #expect(error?.code == .malformedFile)
  }
}
