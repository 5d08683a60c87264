/// Failing findings out of the rows of the report `framework_findings`.
struct SARIFFailureReader {
  private let rows: ResultSet
  private let indices: [String: Int]

  init(_ rows: ResultSet) {
    self.rows = rows
    indices = Dictionary(
      uniqueKeysWithValues: rows.columns.enumerated().map { ($0.element.name, $0.offset) })
  }

  /// The next one, or `nil` after the last one.
  func next() throws -> SARIFFailure? {
    guard let row = try rows.next() else { return nil }
    func text(_ name: String) -> String { indices[name].map { row[$0].plainText } ?? "" }
    return SARIFFailure(
      tool: text("tool"), provider: text("provider"), account: text("account"),
      region: text("region"), rule: text("rule"), title: text("title"),
      resource: text("resource"), discriminator: text("discriminator"),
      resourceName: text("resource_name"), resourceType: text("resource_type"),
      severity: text("severity"), isMuted: text("is_muted") == "1",
      isWaived: text("is_waived") == "1", failingSince: text("failing_since"),
      requirements: text("requirements"), detail: text("detail"))
  }
}
