import Reports

extension RequirementPage {
  /// The page as tables, each with its heading: for Markdown.
  var tables: [(heading: String, rows: MemoryRows)] {
    var facts = [("edition", SQLValue.text(edition)), ("requirement", .text(requirement))]
    facts.append(("title", SQLValue(title)))
    facts +=
      (status?.without(["framework", "edition", "requirement", "title"]).members ?? [])
      .map { ($0.name, $0.value) }
    facts += partOf.map { parent in
      let names = [parent.text("requirement"), parent.text("title")]
      return ("part of", .text(names.compactMap(\.self).joined(separator: " ")))
    }
    facts += written.map { ("written", .text($0)) }
    let reasons = rules.flatMap { rule in
      rule.why.map { why in
        [.text(rule.catalog), .text(rule.rule), SQLValue(rule.title)]
          + ["via", "source", "reason", "scan_id", "artifact_path"].map { why[$0] ?? .null }
      }
    }
    return [
      (
        "Status", MemoryRows(columns: ["field", "value"], rows: facts.map { [.text($0.0), $0.1] })
      ),
      (
        "Rules that are evidence",
        MemoryRows(
          columns: [
            "catalog", "rule", "title", "via", "source", "reason", "scan_id", "artifact_path",
          ], rows: reasons)
      ),
      (
        "Related requirements",
        Self.table(
          relations,
          ["relation", "related_edition", "related_requirement", "strength", "reason", "catalog"])
      ),
      (
        "Findings",
        Self.table(
          findings,
          [
            "status", "severity", "tool", "rule", "account", "region", "resource", "since",
            "scan_id", "artifact_path", "artifact_sha256", "byte_offset", "byte_count",
          ])
      ),
    ]
  }

  private static func table(_ rows: [NamedRow], _ columns: [String]) -> MemoryRows {
    MemoryRows(columns: columns, rows: rows.map { row in columns.map { row[$0] ?? .null } })
  }
}
