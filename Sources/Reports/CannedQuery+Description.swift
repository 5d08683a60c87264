extension CannedQuery: CustomStringConvertible {
  /// The header for people: what it answers, its parameters and its columns.
  public var description: String {
    var text = "\(subject)/\(name): \(summary)\n"
    if !discussion.isEmpty { text += "\n\(discussion)\n" }
    let lists = [
      ("Parameters", parameters.map { ($0.name, $0.type.rawValue, $0.text) }),
      ("Columns", columns.map { ($0.name, $0.type, $0.text) }),
    ]
    for (title, items) in lists where !items.isEmpty {
      text += "\n\(title):\n"
      let nameWidth = items.reduce(0) { max($0, $1.0.count) }
      let typeWidth = items.reduce(0) { max($0, $1.1.count) }
      for (name, type, meaning) in items {
        text += "  " + name + String(repeating: " ", count: nameWidth - name.count + 2)
        text += type + String(repeating: " ", count: typeWidth - type.count + 2) + meaning + "\n"
      }
    }
    if parameters.contains(where: { ["as_of", "known_at", "from_at"].contains($0.name) }) {
      text += """

        On the command line, --as-of, --known-at and -p from_at= take a date, a time or a scan's
        number. A period begins with the date or time that is named, or after the scan.

        """
    }
    return text
  }
}
