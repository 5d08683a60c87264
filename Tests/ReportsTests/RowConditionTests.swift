import Testing

@testable import Reports

/// Conditions such as `--fail-on` takes.
@Suite struct RowConditionTests {
  private static let columns = [
    ConditionColumn("status", words: ["pass", "fail"]), ConditionColumn("severity"),
    ConditionColumn("framework"), ConditionColumn("open"), ConditionColumn("note"),
  ]

  /// A failure of high severity, in two frameworks, with a number and nothing in its note.
  private static let row: [[SQLValue]] = [
    [.text("fail")], [.text("high")], [.text("PCI"), .text("HIPAA")], [.integer(12)], [.null],
  ]

  private func holds(_ text: String) throws -> Bool {
    try RowCondition(text, columns: Self.columns).holds { Self.row[$0] }
  }

  @Test(arguments: [
    "status=fail", "STATUS = Fail", "status != pass", "severity>=high", "severity>medium",
    "severity<=critical", "severity<critical", "severity>unknown", "severity=HIGH",
    "framework=pci", "framework=hipaa", "framework!=GDPR", "open>9", "open>=12", "open=12.0",
    "open<100", "note=''", "note!=x", "not note>a", "not status=pass", "not not status=fail",
    "severity>=high and framework=PCI and status=fail", "status=pass or open=12",
    "status=pass and open=12 or status=fail", "status=fail or open=1 and open=2",
    "not status=pass and open=12", "not (status=pass or severity=low)",
    "(status=fail)and(open=12)", "framework='PCI'", #"framework="PCI""#, "status=fail\n and open>1",
  ])
  func `holds`(text: String) throws {
    #expect(try holds(text))
  }

  @Test(arguments: [
    "status=pass", "severity>high", "severity>=critical", "severity<medium", "severity=unknown",
    "framework!=PCI", "framework=GDPR", "open>12", "open<9", "open=x", "open>x", "note=x",
    "note>a", "note<a", "not status=fail", "(status=pass or status=fail) and open=1",
    "status=fail and open=1 or status=pass",
  ])
  func `does not hold`(text: String) throws {
    #expect(try !holds(text))
  }

  @Test func `a severity that nobody knows is less than none`() throws {
    let condition = try RowCondition("severity<low", columns: [ConditionColumn("severity")])
    #expect(condition.holds { _ in [.text("unknown")] })
    #expect(condition.holds { _ in [.text("informational")] })
    #expect(!condition.holds { _ in [.null] })
    #expect(!condition.holds { _ in [.text("whatever")] })
  }

  @Test func `several values have to differ all`() throws {
    let condition = try RowCondition("framework!=PCI", columns: Self.columns)
    #expect(condition.holds { _ in [] })
    #expect(condition.holds { _ in [.text("GDPR")] })
    #expect(!condition.holds { _ in [.text("GDPR"), .text("PCI")] })
  }

  @Test(arguments: [
    ("", "the condition has the end at character 1, and not a column"),
    ("severity", "the condition has the end at character 9, and not one of =, !=, <, <=, > and >="),
    ("severity>=", "the condition has the end at character 11, and not a word or a number"),
    ("severity>=grim", "'grim' at character 11 is no value of 'severity'"),
    ("status=new", "'new' at character 8 is no value of 'status'"),
    ("severty>=high", "there is no column 'severty', at character 1"),
    ("open=1 open=2", "the condition has 'open' at character 8, and not 'and', 'or' or the end"),
    ("(open=1", "the condition has the end at character 8, and not 'and', 'or' or ')'"),
    ("open=1)", "the condition has ')' at character 7, and not 'and', 'or' or the end"),
    ("open=1 and", "the condition has the end at character 11, and not a column"),
    ("open==1", "the condition has '=' at character 6, and not a word or a number"),
    ("note='a", "the text that begins at character 6 has no end"),
    ("open=1 & note=x", "'&' at character 8 has no meaning here"),
    ("😀=1", "'😀' at character 1 has no meaning here"),
    ("open=1 and 'note'=x", "the condition has the text 'note' at character 12, and not a column"),
  ])
  func `says where it is wrong`(text: String, reason: String) throws {
    let error = #expect(throws: QueryError.self) {
      try RowCondition(text, columns: Self.columns)
    }
    #expect(error?.code == .malformedCondition)
    #expect(error?.reason == reason)
  }

  @Test func `names the columns and the words that there are`() throws {
    func hint(_ text: String) -> String? {
      #expect(throws: QueryError.self) { try RowCondition(text, columns: Self.columns) }?.hint
    }
    #expect(hint("severty=high") == "did you mean severity?")
    #expect(hint("x=1") == "there are status, severity, framework, open and note")
    #expect(
      hint("severity=x")
        == "there are critical, high, medium, low, informational and unknown")
    #expect(hint("status=x") == "there are pass and fail")
  }

  @Test func `is not nested without end`() throws {
    let deep = String(repeating: "(", count: 100_000) + "open=1"
    #expect(throws: QueryError.self) { try RowCondition(deep, columns: Self.columns) }
    let negations = String(repeating: "not ", count: 100_000) + "open=1"
    #expect(throws: QueryError.self) { try RowCondition(negations, columns: Self.columns) }
    let some = String(repeating: "(", count: 50) + "open=12" + String(repeating: ")", count: 50)
    #expect(try holds(some))
  }

  @Test func `a long condition is read at once`() throws {
    let text = Array(repeating: "open=1", count: 5000).joined(separator: " or ")
    #expect(try !holds(text))
  }

  @Test func `counts all rows though few are shown`() throws {
    let rows = MemoryRows(
      columns: ["severity"], rows: ["high", "low", "critical"].map { [.text($0)] })
    let gated = try GatedRows(rows, condition: "severity>=high")
    let shown = try OutputFormat.csv.write(gated, to: ByteSink { _ in }, limit: 1)
    #expect(shown.count == 1)
    try gated.readToEnd()
    #expect(gated.matches == 2)
    #expect(gated.count == 3)
  }
}
