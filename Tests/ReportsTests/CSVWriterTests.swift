import Reports
import Testing

@Suite struct CSVWriterTests {
  @Test func `quotes only what needs it and ends lines in CR LF`() throws {
    let text = try OutputFormat.csv.text(
      ["a", "b,c"],
      [
        [.text("plain"), .text("a \"b\"")], [.text("x\ny"), .text("é;\u{1F600}")],
        [.null, .integer(-5)], [.real(0.25), .blob([0xab, 0])], [.text("\"\u{301}"), .text(" ")],
      ])
    #expect(
      text == "a,\"b,c\"\r\nplain,\"a \"\"b\"\"\"\r\n\"x\ny\",é;\u{1F600}\r\n,-5\r\n0.25,ab00\r\n"
        + "\"\"\"\u{301}\", \r\n")
  }

  @Test func `writes a single empty cell so that its line is not empty`() throws {
    #expect(try OutputFormat.csv.text(["a"], [[.null], [.text("")]]) == "a\r\n\"\"\r\n\"\"\r\n")
  }

  @Test func `writes the header of an empty result`() throws {
    #expect(try OutputFormat.csv.text(["a", "b"], []) == "a,b\r\n")
  }

  @Test(arguments: [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", "  =1",
    "\"=1", "'=1", "=\u{301}", "=cmd|' /C calc'!A0",
  ])
  func `guards a text that a spreadsheet would run`(text: String) throws {
    let guarded = try OutputFormat.csv.text(["a", "b"], [[.text(text), .null]])
    #expect(guarded.contains("\r\n'") || guarded.contains("\r\n\"'"))
    let raw = try OutputFormat.csv.text(
      ["a", "b"], [[.text(text), .null]], guardsFormulas: false)
    #expect(raw.utf8.count == guarded.utf8.count - 1)
  }

  @Test(arguments: ["a=1", "a-b", "arn:aws:s3:::x", "1", "", "user@example.org", "*"])
  func `leaves other texts alone`(text: String) throws {
    #expect(
      try OutputFormat.csv.text(["a", "b"], [[.text(text), .null]]) == "a,b\r\n\(text),\r\n")
  }

  @Test func `guards names of columns and not numbers`() throws {
    let text = try OutputFormat.csv.text(["=a"], [[.integer(-1)], [.real(-0.5)]])
    #expect(text == "'=a\r\n-1\r\n-0.5\r\n")
  }
}
