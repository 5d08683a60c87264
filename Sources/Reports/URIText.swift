/// Texts in addresses (RFC 3986).
enum URIText {
  /// A text as one part of a path: everything that has a meaning in an address is escaped.
  static func part(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch Unicode.Scalar(byte) {
      case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~":
        result += String(Unicode.Scalar(byte))
      default: result += "%" + hexText([byte]).uppercased()
      }
    }
    return result
  }

  /// A file's path: its slashes stay.
  static func path(_ path: String) -> String {
    path.split(separator: "/", omittingEmptySubsequences: false).map { part(String($0)) }
      .joined(separator: "/")
  }
}
