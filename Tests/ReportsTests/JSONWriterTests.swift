import Foundation
import Reports
import Testing

@Suite struct JSONWriterTests {
  @Test func `writes an array with an object for each row`() throws {
    let text = try OutputFormat.json.text(
      ["b", "a"],
      [
        [.integer(9_223_372_036_854_775_807), .null], [.real(1), .blob([1, 255])],
        [.real(-.infinity), .text("é")],
      ])
    #expect(
      text == """
        [
        {"b":9223372036854775807,"a":null},
        {"b":1.0,"a":"01ff"},
        {"b":-1e999,"a":"é"}
        ]

        """)
  }

  @Test func `writes an empty array for no rows`() throws {
    #expect(try OutputFormat.json.text(["a"], []) == "[]\n")
    #expect(try OutputFormat.ndjson.text(["a"], []) == "")
  }

  @Test func `gives back any text`() throws {
    let all = (0...0x2fff).compactMap(Unicode.Scalar.init).map(String.init).joined()
    for value in [all, "\"\u{301}\\\u{301}\r\n\u{2028}", "\u{1F600}"] {
      let text = try OutputFormat.json.text([value], [[.text(value)]])
      #expect(!text.contains("\u{2028}"))
      let rows = try JSONDecoder().decode([[String: String]].self, from: Data(text.utf8))
      #expect(rows == [[value: value]])
    }
  }

  @Test func `tells columns of one name apart`() throws {
    let text = try OutputFormat.ndjson.text(
      ["a", "a", "a_2"], [[.integer(1), .integer(2), .integer(3)]])
    #expect(text == #"{"a":1,"a_2":2,"a_2_2":3}"# + "\n")
  }

  @Test func `writes one object for each line`() throws {
    let text = try OutputFormat.ndjson.text(["a"], [[.text("x\ny")], [.integer(2)]])
    #expect(text == "{\"a\":\"x\\ny\"}\n{\"a\":2}\n")
  }
}
