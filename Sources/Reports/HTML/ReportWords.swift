/// How numbers and texts are written in a report.
enum ReportWords {
  /// Longer texts are cut in tables.
  static let longestText = 300

  /// A number with commas between thousands.
  static func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var text = number < 0 ? "−" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
      text.append(digit)
    }
    return text
  }

  /// A number and what it counts: `1 requirement`, `2 requirements`.
  static func counted(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(grouped(number)) \(number == 1 ? noun : plural ?? noun + "s")"
  }

  /// A number with a decimal at most, and none where it is whole.
  static func decimal(_ number: Double) -> String {
    let tenths = Int((number * 10).rounded())
    let sign = tenths < 0 ? "−" : ""
    let rest = tenths.magnitude % 10
    return sign + grouped(Int(tenths.magnitude / 10)) + (rest == 0 ? "" : ".\(rest)")
  }

  /// A share of a whole in percent. Only nothing is 0 %, and only everything is 100 %.
  static func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "–" }
    let exact = Double(part) * 100 / Double(whole)
    if part > 0, exact < 1 { return "under 1 %" }
    return "\(part < whole ? min(99, Int(exact.rounded())) : Int(exact.rounded())) %"
  }

  /// A text cut to a length, with what was cut said.
  static func cut(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard
      let end = scalars.index(
        scalars.startIndex, offsetBy: longestText, limitedBy: scalars.endIndex),
      end < scalars.endIndex
    else { return text }
    let more = scalars.distance(from: end, to: scalars.endIndex)
    return String(scalars[..<end]) + "… (\(counted(more, "character")) more)"
  }
}
