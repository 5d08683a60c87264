/// Texts as the data types of OSCAL take them.
enum OSCALText {
  /// A text on one line that neither begins nor ends with a space, and is not empty.
  static func string(_ text: String, or other: String = "none") -> String {
    let words = text.unicodeScalars.split {
      $0.properties.isWhitespace || $0.properties.generalCategory == .control
    }
    let line = words.map { String(String.UnicodeScalarView($0)) }.joined(separator: " ")
    return line.isEmpty ? other : line
  }

  /// A token: letters, digits, `.`, `-` and `_`, with a letter or `_` first.
  static func token(_ text: String) -> String {
    var token = ""
    for scalar in text.unicodeScalars {
      let isAllowed =
        scalar.isASCII && scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
        || ".-_".unicodeScalars.contains(scalar)
      if isAllowed {
        token.unicodeScalars.append(scalar)
      } else if token.last != "_" {
        token += "_"
      }
    }
    while token.last == "_" { token.removeLast() }
    guard let first = token.unicodeScalars.first, first.properties.isAlphabetic else {
      return "req-" + token
    }
    return token
  }

  /// The id of a control: as the catalogs of NIST SP 800-53 write it (`ac-2.3` for `AC-2(3)`), else
  /// a token of the requirement's number.
  static func controlID(_ requirement: String) -> String {
    if let match = requirement.wholeMatch(of: #/([A-Za-z]{2})-([0-9]+)(?:\(([0-9]+)\))?/#) {
      let enhancement = match.3.map { ".\($0)" } ?? ""
      return "\(match.1.lowercased())-\(match.2)\(enhancement)"
    }
    return token(requirement)
  }

  /// A relative reference to a file.
  static func reference(_ path: String) -> String {
    path.isEmpty ? "unnamed" : URIText.path(path)
  }
}
