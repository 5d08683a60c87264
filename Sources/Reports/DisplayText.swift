/// Text as a terminal shows it: no control characters, and known in width.
struct DisplayText {
  let text: String
  let width: Int

  /// Makes what would move the cursor, end the line or reorder the text visible.
  init(_ value: String) {
    // Nearly all cells are ASCII without control characters.
    if value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) {
      (text, width) = (value, value.utf8.count)
      return
    }
    var shown = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\n": shown += "\\n"
      case "\r": shown += "\\r"
      case "\t": shown += "\\t"
      case "\u{0}"..."\u{1f}", "\u{7f}"..."\u{9f}", "\u{2028}", "\u{2029}",
        "\u{202a}"..."\u{202e}", "\u{2066}"..."\u{2069}":
        shown += "\\u{" + String(scalar.value, radix: 16) + "}"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    text = shown
    width = shown.reduce(0) { $0 + Self.width(of: $1) }
  }

  private init(text: String, width: Int) {
    self.text = text
    self.width = width
  }

  /// The text, cut to `limit` columns with an ellipsis at its end where it is wider.
  func truncated(to limit: Int) -> DisplayText {
    guard width > limit else { return self }
    guard limit > 0 else { return DisplayText(text: "", width: 0) }
    var kept = ""
    var used = 0
    for character in text {
      let width = Self.width(of: character)
      if used + width > limit - 1 { break }
      kept.append(character)
      used += width
    }
    return DisplayText(text: kept + "…", width: used + 1)
  }

  /// The columns that a terminal gives a character: 0, 1 or 2.
  private static func width(of character: Character) -> Int {
    if character.isASCII { return 1 }
    var width = 0
    for scalar in character.unicodeScalars {
      // The variation selector asks for the picture in place of the sign.
      width = scalar.value == 0xfe0f ? max(width, 2) : max(width, Self.width(of: scalar))
    }
    return width
  }

  private static func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    if scalar.properties.isEmojiPresentation { return 2 }
    // The blocks that Unicode's East Asian Width calls wide or full-width.
    switch scalar.value {
    case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xa960...0xa97f, 0xac00...0xd7a3,
      0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60, 0xffe0...0xffe6, 0x20000...0x3fffd:
      return 2
    default: return 1
    }
  }
}
