import Testing

@testable import ScanFormats

@Suite struct JSONOutlineTests {
  /// Looks at the outline of a text.
  private func look<Result>(
    at text: String, _ body: (JSONValue?) throws -> Result
  ) throws -> Result {
    let file = try TemporaryFile(text)
    let window = FileWindow(file: try ScanFile(path: file.path))
    try window.advance(keepingFrom: 0)
    let outline = try #require(JSONOutline(of: window.slice(0..<window.count)))
    return try withExtendedLifetime(outline) { try body(outline.value) }
  }

  @Test func `keeps the first element of each array`() throws {
    try look(at: #"[{"a":[{"b":"x"},{"b":"y"}],"c":{"d":1}},{"e":1}]"#) { value in
      #expect(value?["a"]?.elements.map { $0["b"]?.string } == ["x"])
      #expect(value?["c"]?["d"]?.int == 1)
      #expect(value?["e"] == nil)
    }
  }

  @Test func `closes what the text leaves open`() throws {
    try look(at: #"{"runs":[{"tool":{"name":"x"},"results":[{"id":1},{"id":"#) { value in
      #expect(value?["runs"]?.firstElement?["tool"]?["name"]?.string == "x")
      #expect(value?["runs"]?.firstElement?["results"]?.firstElement?["id"]?.int == 1)
    }
  }

  @Test(arguments: [" ", "[]", "x", #"{"a" 1}"#, #"{"a":tru}"#])
  func `what has no object has no outline`(text: String) throws {
    #expect(try look(at: text) { $0?["a"]?.int } == nil)
  }
}
