/// How a cell of a sheet looks.
enum SheetStyle: Hashable {
  /// A text, which stays one when somebody edits the cell.
  case text
  /// A number, as the program shows it.
  case number
  /// A date and a time.
  case moment
  /// A date.
  case day
  /// What stands above a column.
  case header
  /// The heading of a sheet.
  case title
  /// A sentence below a table.
  case note
  /// A text beside its name.
  case fact
  /// A word with a colour of its own.
  case coloured(Colour)

  /// True where a text runs over the cells beside it, and its column need not be as wide.
  var runsOver: Bool {
    switch self {
    case .title, .note, .fact: true
    default: false
    }
  }

  /// The colours of words.
  enum Colour: CaseIterable {
    case darkRed, red, orange, yellow, green, blue, violet, grey

    /// The colour behind the word and that of the word, as 0xRRGGBB.
    var values: (background: UInt32, text: UInt32) {
      switch self {
      case .darkRed: (0xc00000, 0xffffff)
      case .red: (0xffc7ce, 0x9c0006)
      case .orange: (0xf8cbad, 0x843c0c)
      case .yellow: (0xffeb9c, 0x7f6000)
      case .green: (0xc6efce, 0x006100)
      case .blue: (0xddebf7, 0x1f4e78)
      case .violet: (0xe4dfec, 0x403151)
      case .grey: (0xededed, 0x595959)
      }
    }

    /// The colour of a severity.
    init?(severity: String) {
      switch severity {
      case "critical": self = .darkRed
      case "high": self = .orange
      case "medium": self = .yellow
      case "low": self = .blue
      case "informational", "unknown": self = .grey
      default: return nil
      }
    }

    /// The colour of a status, an outcome, a result or a change.
    init?(state: String) {
      switch state {
      case "fail", "open", "opened", "reopened", "expired", "not_met": self = .red
      case "error", "undecided": self = .orange
      case "waived", "changed", "upcoming": self = .yellow
      case "pass", "resolved", "in_force", "met": self = .green
      case "manual": self = .blue
      case "stale", "unknown": self = .violet
      case "not_evaluated", "not_applicable", "gone", "revoked": self = .grey
      default: return nil
      }
    }
  }
}
