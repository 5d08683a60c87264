/// A column of a sheet: what it is called, and how its values are shown.
struct SheetColumn: Hashable {
  /// What the values are.
  enum Kind: Hashable {
    /// Numbers and texts, as they come.
    case plain
    /// Moments of UTC, in ISO 8601.
    case moment
    /// Words for how something stands or changed.
    case state
    /// Words for how much something matters.
    case severity
  }

  /// The name of the query's column.
  let name: String
  /// What the values are.
  let kind: Kind

  /// A column of a report, whose names say what is in them.
  init(_ name: String) {
    self.name = name
    kind =
      switch name {
      case "severity": .severity
      case "status", "status_before", "status_after", "change", "outcome", "state", "result": .state
      case "since", "until", "period_start": .moment
      default:
        ["_at", "_since", "_until"].contains(where: name.hasSuffix) ? .moment : .plain
      }
  }

  /// What stands above the column.
  var title: String { kind == .moment && name != "period_start" ? name + " (UTC)" : name }
}
