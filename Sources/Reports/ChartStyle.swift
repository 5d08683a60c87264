/// What a terminal can show of a chart.
public struct ChartStyle: Hashable, Sendable {
  /// Columns that the chart may use.
  public var width: Int
  /// True where the locale has block characters.
  public var isUnicode: Bool
  /// True where series may be told apart by colour as well.
  public var usesColor: Bool

  /// A style: 80 columns, ASCII, no colour.
  public init(width: Int = 80, isUnicode: Bool = false, usesColor: Bool = false) {
    self.width = width
    self.isUnicode = isUnicode
    self.usesColor = usesColor
  }

  /// What fills a cell from its bottom, from nothing to all of it.
  var fills: [Character] { isUnicode ? Array(" ▁▂▃▄▅▆▇█") : Array(" .:#") }
  /// The axis beside a row with a number, beside another row, and below the lowest.
  var axis: (tick: Character, line: Character, corner: Character) {
    isUnicode ? ("┤", "│", "└") : ("+", "|", "+")
  }
  /// The axis below the bars, where a bar has a date and where it has none.
  var baseline: (tick: Character, line: Character) { isUnicode ? ("┴", "─") : ("'", "-") }

  /// The text in a colour of the terminal's own, where there are colours.
  func colored(_ text: String, _ color: Color) -> String {
    usesColor ? "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// Colours by their number in terminals.
  enum Color: Int {
    case red = 31
    case green = 32
    case cyan = 36
  }
}
