/// The colours of a report, each for light and for dark surroundings.
///
/// What has text on it, or is text, has a contrast of 4.5 to 1 at least, as WCAG 2.2 asks.
enum ReportColor: String, CaseIterable {
  case page
  case panel
  case line
  case ink
  case quiet
  case link
  case fail
  case waived
  case manual
  case stale
  case pass
  case unseen

  /// Red, green and blue in hexadecimal.
  var light: String {
    switch self {
    case .page: "ffffff"
    case .panel: "f4f5f8"
    case .line: "d3d7df"
    case .ink: "171b24"
    case .quiet: "525a69"
    case .link: "1a4fa8"
    case .fail: "b3261e"
    case .waived: "8a5300"
    case .manual: "5b45b0"
    case .stale: "6a5d4a"
    case .pass: "1c6b41"
    case .unseen: "5a6270"
    }
  }

  /// Red, green and blue in hexadecimal.
  var dark: String {
    switch self {
    case .page: "12151b"
    case .panel: "1c2029"
    case .line: "3a414e"
    case .ink: "eceef3"
    case .quiet: "aab2c0"
    case .link: "9cc0ff"
    case .fail: "ff8f85"
    case .waived: "f0b860"
    case .manual: "b9acff"
    case .stale: "cdbda3"
    case .pass: "84d7a8"
    case .unseen: "a3acba"
    }
  }

  /// The custom properties of a scheme.
  static func properties(_ color: (ReportColor) -> String) -> String {
    allCases.map { "--\($0.rawValue):#\(color($0));" }.joined(separator: " ")
  }
}
