import Reports

/// Tells a story twice, with its scans in two orders, and compares what the two databases say.
struct OrderTrial {
  /// What may differ: numbers, when things were told, and whether a scan's word had to be said
  /// again because a late one contradicted it.
  private static let orderColumns: Set = [
    "scan_id", "ingest_id", "finding_id", "event_id", "recorded_in", "recorded_at", "byte_offset",
  ]

  /// Where scans of one instant describe a rule alike, either file may be named.
  private static let eitherColumns: [String: Set<String>] = [
    "mapping_history": ["artifact_path", "artifact_sha256"],
    "requirement_rules": ["artifact_path", "artifact_sha256"],
  ]

  /// The first difference between a database that was told a story and one that was told it in
  /// another order; rows of reports have to come in the same order, too.
  func difference(in story: Story, told other: Story) throws -> Difference? {
    let teller = try StoryTeller()
    let otherTeller = try StoryTeller()
    for step in story.steps { try teller.tell(step) }
    for step in other.steps { try otherTeller.tell(step) }
    // The log of ingests is about their order.
    for case .query(let query) in story.steps
    where query.parameters["known_at"] == nil && query.name != "ingest_log" {
      let expected = try rows(of: query, from: teller)
      let renumbered = query.renumbered(from: story.scanNames, to: other.scanNames)
      let actual = try rows(of: renumbered, from: otherTeller)
      guard expected != actual else { continue }
      return Difference(
        subject: "order of ingest, \(query.name)",
        question: Story(steps: [.query(query)]).text + "in another order:\n" + other.text,
        expected: expected, actual: actual)
    }
    return nil
  }

  private func rows(of query: Story.Query, from teller: StoryTeller) throws -> [String] {
    let result = try teller.result(of: query)
    let leftOut = Self.orderColumns.union(Self.eitherColumns[query.name] ?? [])
    let kept = result.columns.indices.filter { !leftOut.contains(result.columns[$0]) }
    let lines = result.rows.map { row in kept.map { row[$0].storyText }.joined(separator: "|") }
      // A scan's card has one column for all facts.
      .filter { !$0.hasPrefix("recorded at|") }
    return query.isView ? lines.sorted() : lines
  }
}
