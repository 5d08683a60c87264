/// Bars that stand side by side on an axis with a scale, for a terminal.
struct BarChart {
  /// What the bars show, none below 0.
  let values: [Int]
  /// Lines that the highest bar may take.
  let height: Int
  /// The value at the top of the axis: a round number that no bar is higher than.
  let top: Int
  /// Columns of a bar.
  let barWidth: Int
  /// Blank columns after a bar.
  let gap: Int
  /// Columns of the numbers before the axis.
  let labelWidth: Int

  /// The lines, from the top of the scale down to just above 0.
  func rows(_ style: ChartStyle, color: ChartStyle.Color) -> [String] {
    let steps = style.fills.count - 1
    let levels = values.map { level(of: $0, steps: steps) }
    return (0..<height).map { row in
      let floor = (height - 1 - row) * steps
      let bars = levels.map { level in
        String(repeating: style.fills[min(max(level - floor, 0), steps)], count: barWidth)
      }
      let label = label(ofRow: row)
      let blanks = String(repeating: " ", count: max(0, labelWidth - label.count))
      let axis = label.isEmpty ? style.axis.line : style.axis.tick
      let line = bars.joined(separator: String(repeating: " ", count: gap)).trimmingBlanks
      return blanks + label + " " + String(axis)
        + (line.isEmpty ? "" : style.colored(line, color))
    }
  }

  /// The axis below the bars, with a mark under each bar that has a date.
  func baseline(_ style: ChartStyle, marked: Set<Int>) -> String {
    let (tick, line) = style.baseline
    let bars = values.indices.map { index in
      String(marked.contains(index) ? tick : line)
        + String(repeating: line, count: barWidth - 1 + (index < values.count - 1 ? gap : 0))
    }
    let blanks = String(repeating: " ", count: max(0, labelWidth - 1))
    return blanks + "0 " + String(style.axis.corner) + bars.joined()
  }

  /// Numbers stand at the top of the scale and at its half, where that is a whole number.
  private func label(ofRow row: Int) -> String {
    if row == 0 { return String(top) }
    return height.isMultiple(of: 2) && row == height / 2 && top.isMultiple(of: 2)
      ? String(top / 2) : ""
  }

  /// The height of a bar in parts of a line. What is not 0 is seen.
  private func level(of value: Int, steps: Int) -> Int {
    guard value > 0 else { return 0 }
    let exact = Double(value) / Double(max(top, 1)) * Double(height * steps)
    return max(1, Int(exact.rounded()))
  }

  /// The smallest round number that is not below a value, and not below 1.
  static func roundTop(_ value: Int) -> Int {
    guard value > 10 else { return max(value, 1) }
    var power = 1
    while true {
      for factor in [12, 15, 20, 25, 30, 40, 50, 60, 70, 80, 90, 100] where factor * power >= value
      {
        return factor * power
      }
      power *= 10
    }
  }
}

extension String {
  /// The text without the blanks at its end.
  fileprivate var trimmingBlanks: String {
    String(reversed().drop { $0 == " " }.reversed())
  }
}
