import EvidenceModel
import Testing

@testable import ScanFormats

@Suite struct JSONRecordReaderTests {
  /// The `n` of each record, and the text its range covers.
  private func records(_ text: String) throws -> [(n: Int64, text: String)] {
    let temporary = try TemporaryFile(text)
    let reader = try JSONRecordReader(file: temporary.open())
    let utf8 = Array(text.utf8)
    var found: [(n: Int64, text: String)] = []
    while let record = try reader.next() {
      let range = record.bytes.offset..<record.bytes.offset + record.bytes.count
      found.append(
        (try #require(record.value["n"]?.int), String(decoding: utf8[range], as: UTF8.self)))
    }
    return found
  }

  private func error(_ text: String) -> ImportError? {
    importError { _ = try records(text) }
  }

  @Test(arguments: [
    ("", []), ("[]", []), ("[ \n ]", []), ("\u{FEFF}[]", []),
    (#"{"n":1}"#, [1]),
    (#"[{"n":1},{"n":2}]"#, [1, 2]),
    ("[\n  {\"n\": 1},\r\n\t{\"n\": 2}\n]\n", [1, 2]),
    ("\u{FEFF}[{\"n\":1}]", [1]),
    ("{\"n\":1}\n{\"n\":2}\n", [1, 2]),
    (#"{"n":1}{"n":2}"#, [1, 2]),
    (#"[{"n":1}][{"n":2}]"#, [1, 2]),
    (#"[{"n":1},{"n":2}]{"n":3},{"n":4}]"#, [1, 2, 3, 4]),
    (#"[{"n":1}]{"n":2}]{"n":3}]"#, [1, 2, 3]),
    (#"[][{"n":2}]"#, [2]),
  ])
  func `finds the records of every container`(text: String, expected: [Int64]) throws {
    #expect(try records(text).map(\.n) == expected)
  }

  @Test func `gives the place of each record`() throws {
    let found = try records(#"[ {"n":1, "s":"}"} , {"n":2,"o":{"a":[{}]}}]"#)
    #expect(found.map(\.text) == [#"{"n":1, "s":"}"}"#, #"{"n":2,"o":{"a":[{}]}}"#])
  }

  @Test(arguments: [
    #""a } in a string""#, #""an escaped quote \" and }""#, #""a backslash \\""#,
    #""both \\\"}""#, #""\\\\""#, #""""#, #""ü€🙂""#,
  ])
  func `is not misled by strings`(string: String) throws {
    #expect(try records("[{\"s\":\(string),\"n\":1},{\"n\":2}]").map(\.n) == [1, 2])
  }

  @Test func `reads records that cross the window and are longer than it`() throws {
    let long = String(repeating: #"x\""#, count: 700_000)
    var text = "["
    for n in 0..<20_000 {
      text += #"{"pad":"\#(String(repeating: "y", count: n % 97))","n":\#(n)},"#
    }
    text += #"{"long":"\#(long)","n":20000},{"n":20001}]"#
    #expect(try records(text).map(\.n) == Array(0...20_001))
  }

  @Test func `refuses a record beyond the limit with its place`() {
    let text = "[{\"n\":1},\n{\"s\":\"" + String(repeating: "x", count: 17 << 20) + "\"}]"
    let error = error(text)
    #expect(error?.code == .oversizedRecord)
    #expect(error?.place == ImportError.Place(byteOffset: 10, line: 2))
  }

  @Test(arguments: [
    ("[{\"n\":1},\n{\"n\":2,", 10, 2), ("{\"n\":1}\n{\"s\":\"never closed}\n", 8, 2),
    ("{", 0, 1),
  ])
  func `refuses a file that ends inside a record`(text: String, offset: Int, line: Int) {
    let error = error(text)
    #expect(error?.code == .truncatedFile)
    #expect(error?.reason == "the file ends inside the record that begins here")
    #expect(error?.place == ImportError.Place(byteOffset: offset, line: line))
  }

  @Test(arguments: [
    "[", "[{\"n\":1}", "[{\"n\":1},", "[{\"n\":1}]{\"n\":2},", "[{\"n\":1}]{\"n\":2},{\"n\":3}",
    "[{\"n\":1}]\n[{\"n\":2}",
  ])
  func `refuses a file that ends before its array does`(text: String) {
    let error = error(text)
    #expect(error?.code == .truncatedFile)
    #expect(error?.reason == "the file ends before its array is closed")
    #expect(error?.place?.byteOffset == text.utf8.count)
  }

  @Test(arguments: [
    ("[{\"n\":1},\n null]", "null where an object was expected", 11, 2),
    ("[1, 2]", "a number where an object was expected", 1, 1),
    ("[\"{}\"]", "a string where an object was expected", 1, 1),
    ("[true]", "a boolean where an object was expected", 1, 1),
    ("{\"n\":1}\n}\n", "a '}' that closes nothing", 8, 2),
    ("[[{\"n\":1}]]", "an array where an object was expected", 1, 1),
    ("INFO started\n{\"n\":1}", "text that is not JSON where an object was expected", 0, 1),
    ("{\"n\":1}\n\nkilled\n", "text that is not JSON where an object was expected", 9, 3),
    ("{\"n\":1}\0", "a NUL byte where an object was expected", 7, 1),
    (",{\"n\":1}]", "a ',' before the first record", 0, 1),
    ("]", "a ']' before the first record", 0, 1),
  ])
  func `refuses what stands between records`(
    text: String, reason: String, offset: Int, line: Int
  ) {
    let error = error(text)
    #expect(error?.code == .malformedFile)
    #expect(error?.reason == reason)
    #expect(error?.place == ImportError.Place(byteOffset: offset, line: line))
  }

  @Test(arguments: [
    (#"{"n" 1}"#, "its objects, arrays, commas or colons are out of place"),
    (#"{"n":[1}"#, "its objects, arrays, commas or colons are out of place"),
    (#"{"n":nul}"#, "a word is none of true, false and null"),
    (#"{"n":01}"#, "a number is malformed or too large"),
    (#"{"n":"\x"}"#, "a string has an invalid escape"),
    ("{\"n\":\"a\0b\"}", "a string holds a control character"),
    ("{\"n\":\"a\nb\"}", "a string holds a control character"),
  ])
  func `refuses a record that is not JSON`(record: String, reason: String) {
    let error = error("[{\"n\":1},\n\(record)]")
    #expect(error?.code == .malformedFile)
    #expect(error?.reason == "the record that begins here is not JSON: " + reason)
    #expect(error?.place == ImportError.Place(byteOffset: 10, line: 2))
  }

  @Test func `refuses bytes that are not UTF-8`() throws {
    let temporary = try TemporaryFile(Array(#"[{"s":""#.utf8) + [0xC3, 0x28] + Array("\"}]".utf8))
    let error = importError {
      _ = try JSONRecordReader(file: temporary.open()).next()
    }
    #expect(error?.code == .malformedFile)
    #expect(error?.reason.hasSuffix("it holds bytes that are not UTF-8") == true)
  }

  @Test(arguments: ["[", "{\"a\":"])
  func `refuses a deep nest`(opener: String) {
    let nest = String(repeating: opener, count: 10_000)
    let closers = String(repeating: opener == "[" ? "]" : "}", count: 10_000)
    #expect(error(nest + "1" + closers)?.code == .malformedFile)
    #expect(
      error("{\"a\":\(nest)1\(closers)}")?.reason
        == "the record that begins here is not JSON: it is nested more than 1024 levels deep")
  }

  @Test func `gives the parts of a value`() throws {
    let text = #"{"s":"a\"b","i":-3,"d":1.5,"big":1e3,"a":[1,2],"o":{"k":"v","l":null},"e":{}}"#
    let temporary = try TemporaryFile(text)
    let reader = try JSONRecordReader(file: temporary.open())
    try withExtendedLifetime(reader) {
      let value = try #require(try reader.next()).value
      #expect(value["s"]?.string == "a\"b")
      #expect(value["i"]?.int == -3)
      #expect(value["d"]?.double == 1.5)
      #expect(value["d"]?.int == nil)
      #expect(value["i"]?.double == -3)
      #expect(value["a"]?.elements.map(\.int) == [1, 2])
      #expect(value["a"]?.firstElement?.int == 1)
      #expect(value["a"]?.members.map(\.value.int) == [])
      #expect(value["o"]?.members.map(\.key.string) == ["k", "l"])
      #expect(value["o"]?.elements.map(\.string) == [])
      #expect(value["o"]?["k"]?.string == "v")
      #expect(value.member(named: "i")?.int == -3)
      #expect(value["e"]?.members.map(\.key.string) == [])
      #expect(value["missing"] == nil)
      #expect(value["s"]?["k"] == nil)
      #expect(value["s"]?.firstElement == nil)
      #expect(value["o"]?["l"]?.kind == "null")
    }
  }
}
