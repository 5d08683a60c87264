/// A command line, with what a shell would take apart in quotes.
struct ShellCommand: Hashable, Sendable, CustomStringConvertible {
  let words: [String]

  /// The line to type.
  var description: String {
    words.map { word in
      let isPlain = !word.isEmpty && word.utf8.allSatisfy(Self.isPlain)
      return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }.joined(separator: " ")
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch Unicode.Scalar(byte) {
    case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", ":", "/", "=", "@", "+", ",": true
    default: false
    }
  }
}
