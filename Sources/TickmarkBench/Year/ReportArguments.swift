import Reports

/// What reports are asked about, in a year that they have never heard of.
///
/// Reports come and go without this benchmark: it knows names of parameters, and tries its best with
/// those that it does not know.
struct ReportArguments {
  let moments: YearMoments

  /// The arguments without which a report has nothing to say: those it requires, what its question
  /// is about, and a period where it is about one.
  func needed(by query: CannedQuery) -> [String: String] {
    let names = query.parameters.map(\.name)
    var needed = Set(query.parameters.filter(\.isRequired).map(\.name))
    for name in ["from_at", "requirement", "resource", "scan_a", "scan_b"]
    where names.contains(name) {
      needed.insert(name)
    }
    // A period has an end, and a requirement's number says nothing without its edition.
    for (one, other) in [("from_at", "as_of"), ("requirement", "edition")]
    where needed.contains(one) && names.contains(other) {
      needed.insert(other)
    }
    let chosen = query.parameters.filter { needed.contains($0.name) }
    return Dictionary(uniqueKeysWithValues: chosen.map { ($0.name, value(of: $0)) })
  }

  /// Arguments that narrow a report, or ask it about another moment.
  func variations(of query: CannedQuery) -> [(name: String, value: String)] {
    let needed = needed(by: query)
    let all = [
      ("framework", "PCI"), ("as_of", YearMoments.date(ofDay: moments.middleDay)),
      ("known_at", String(moments.middleDay)),
    ]
    return all.filter { name, _ in
      // Scans that are named are those of the last days: before them there is nothing to say.
      needed[name] == nil && (needed["scan_b"] == nil || name == "framework")
        && query.parameters.contains { $0.name == name }
    }
  }

  private func value(of parameter: CannedQueryParameter) -> String {
    let known = [
      "account": "000011001100", "as_of": YearMoments.date(ofDay: moments.day),
      "edition": "PCI-4.0", "finding_id": "1", "framework": "PCI",
      "from_at": YearMoments.date(ofDay: moments.firstDay), "known_at": String(moments.day),
      "requirement": "1.1", "resource": moments.resource, "rule": moments.rule,
      "scan_a": String(max(1, moments.day - 30)), "scan_b": String(moments.day),
      "scan_id": String(moments.day), "seed": "1", "severity": "critical", "size": "25",
      "tool": "prowler",
    ]
    // A number that is a limit, a size or a seed is often 1 or more.
    return known[parameter.name] ?? (parameter.type == .text ? "" : "25")
  }
}
