/// A reader of RFC 4180, as any other program has one.
enum CSVReading {
  static func rows(_ text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var field = String.UnicodeScalarView()
    var isQuoted = false
    let scalars = Array(text.unicodeScalars)
    var index = 0
    func endField() {
      row.append(String(field))
      field = String.UnicodeScalarView()
    }
    while index < scalars.count {
      let scalar = scalars[index]
      let next = index + 1 < scalars.count ? scalars[index + 1] : nil
      index += 1
      switch scalar {
      case "\"" where isQuoted && next == "\"":
        field.append("\"")
        index += 1
      case "\"" where isQuoted || field.isEmpty: isQuoted.toggle()
      case "," where !isQuoted: endField()
      case "\r" where !isQuoted && next == "\n":
        endField()
        rows.append(row)
        row = []
        index += 1
      default: field.append(scalar)
      }
    }
    return rows
  }
}
