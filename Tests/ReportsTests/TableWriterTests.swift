import Reports
import Testing

@Suite struct TableWriterTests {
  @Test func `aligns texts left and numbers right`() throws {
    let text = try OutputFormat.table.text(
      ["rule", "count", "note"],
      [
        [.text("s3"), .integer(7), .null], [.text("iam_root"), .integer(1234), .text("x")],
        [.text(""), .null, .text("")],
      ])
    #expect(
      text == """
        rule      count  note
        --------  -----  ----
        s3            7
        iam_root   1234  x


        """)
  }

  @Test func `measures what a terminal shows`() throws {
    let text = try OutputFormat.table.text(
      ["a", "b"],
      [
        [.text("漢字"), .text("x")], [.text("e\u{301}"), .text("x")],
        [.text("\u{1F469}\u{200D}\u{1F469}\u{200D}\u{1F467}"), .text("x")],
        [.text("❤\u{fe0f}"), .text("x")],
      ])
    #expect(
      text == """
        a     b
        ----  -
        漢字  x
        e\u{301}     x
        \u{1F469}\u{200D}\u{1F469}\u{200D}\u{1F467}    x
        ❤\u{fe0f}    x

        """)
  }

  @Test func `shows control characters and does not obey them`() throws {
    let text = try OutputFormat.table.text(
      ["a"], [[.text("x\ny\t\u{1b}[31m\u{202e}\u{9b}")]])
    #expect(
      text
        == #"""
        a
        ----------------------------------
        x\ny\t\u{1b}[31m\u{202e}\u{9b}

        """#.replacing("----------------------------------", with: "------------------------------")
    )
  }

  @Test func `cuts the widest texts and no number`() throws {
    let rows: [[SQLValue]] = [
      [.text("short"), .text(String(repeating: "x", count: 40)), .integer(123_456_789)],
      [.text("漢字漢字漢字"), .text("漢" + String(repeating: "字", count: 20)), .integer(1)],
    ]
    let text = try OutputFormat.table.text(["a", "b", "number"], rows, width: 38)
    #expect(
      text == """
        a             b                 number
        ------------  -------------  ---------
        short         xxxxxxxxxxxx…  123456789
        漢字漢字漢字  漢字字字字字…          1

        """)
    #expect(try OutputFormat.table.text(["a", "b", "number"], rows, width: 0).contains("xxxxx "))
  }

  @Test func `writes rows down the page where columns would be cut too short`() throws {
    let rows: [[SQLValue]] = [
      [.text("2026-03-02T02:00:00Z"), .text("a name that is longer than that"), .integer(1)],
      [.text("2026-03-03T02:00:00Z"), .null, .integer(2)],
    ]
    let text = try OutputFormat.table.text(["since", "name", "n"], rows, width: 30)
    #expect(
      text == """
        row 1
          since  2026-03-02T02:00:00Z
          name   a name that is longer than that
          n      1

        row 2
          since  2026-03-03T02:00:00Z
          name
          n      2

        """)
  }

  @Test func `writes the header of an empty result`() throws {
    #expect(try OutputFormat.table.text(["a", "bc"], []) == "a  bc\n-  --\n")
  }

  @Test func `writes rows that come after the measured ones`() throws {
    let rows = (0..<2500).map { [SQLValue.text("row \($0)"), .integer(Int64($0))] }
    let text = try OutputFormat.table.text(["a", "n"], rows)
    let lines = text.split(separator: "\n")
    #expect(lines.count == 2502)
    #expect(lines.last == "row 24…  2499" || lines.last == "row 2…  2499")
  }
}
