/// Text broken into lines at blanks.
public struct WrappedText: Hashable, Sendable {
  /// The lines.
  public let lines: [String]

  /// Breaks a text so that no line is wider than `width`, but for a word that is.
  ///
  /// - Parameters:
  ///   - text: Words and blanks.
  ///   - width: Columns of a line; 0 for any number.
  public init(_ text: String, width: Int) {
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in text.split(separator: " ") {
      let columns = DisplayText(String(word)).width
      if !line.isEmpty, width > 0, used + 1 + columns > width {
        lines.append(line)
        (line, used) = ("", 0)
      }
      if !line.isEmpty {
        line += " "
        used += 1
      }
      line += word
      used += columns
    }
    self.lines = line.isEmpty ? lines : lines + [line]
  }
}
