import Testing
import TickmarkSQL

/// SQL has no views with parameters, so that each report carries the common table expressions that
/// it needs: what was in force at a moment, which rule belongs where. Here they are held to one text.
@Suite struct SharedExpressionTests {
  private static let names = [
    "known_event", "in_force", "rule_in_force", "rule_source", "rule_mapping", "rule_member",
    "wanted", "confirmed", "finding_name", "tool_rule", "rule_evidence", "requirement_evidence",
    "evidence",
  ]

  @Test(arguments: names)
  func `is the same in every report that has it`(name: String) throws {
    let texts = EmbeddedFiles.all.filter { $0.path.hasPrefix("Queries/") }.compactMap { file in
      Self.expression(name, in: file.text).map { (path: file.path, text: $0) }
    }
    let first = try #require(texts.first)
    for other in texts.dropFirst() {
      #expect(other.text == first.text, "\(other.path) and \(first.path)")
    }
  }

  /// The text of the expression `name AS [NOT MATERIALIZED] ( … )`, comments left out.
  private static func expression(_ name: String, in sql: String) -> String? {
    let lines = sql.split(separator: "\n").map { line in
      line.split(separator: "--", maxSplits: 1, omittingEmptySubsequences: false)[0]
    }
    guard
      let start = lines.firstIndex(where: {
        $0.hasPrefix(name + " AS ") || $0.hasPrefix("WITH " + name + " AS ")
          || $0.hasPrefix(name + " (")
      })
    else { return nil }
    let rest = lines[start...]
    // An expression ends where a line closes it without indentation.
    guard let end = rest.firstIndex(where: { $0.hasPrefix(")") }) else { return nil }
    return rest[start..<end].filter { !$0.allSatisfy(\.isWhitespace) }.joined(separator: "\n")
  }
}
