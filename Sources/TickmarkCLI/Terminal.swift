import Foundation

/// Standard output and standard error, and what the terminal can show.
enum Terminal {
  /// Writes lines of a result to standard output, at once: rows are written past `print`'s buffer.
  static func show(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
  }

  /// Writes text as it is to standard error.
  static func write(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }

  /// Writes a line for people to standard error.
  static func note(_ text: String) {
    write(text + "\n")
  }

  /// Writes a warning to standard error.
  static func warn(_ text: String) {
    note("warning: " + text)
  }

  /// Writes an error to standard error, as the program's last one would be.
  static func fail(_ error: any Error) {
    note("Error: \(error)")
  }

  /// Columns that a table may use: those of the terminal, or no limit where it is no terminal.
  static var width: Int {
    guard isatty(STDOUT_FILENO) == 1 else { return 0 }
    if let columns = ProcessInfo.processInfo.environment["COLUMNS"].flatMap(Int.init) {
      return columns
    }
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// True where the locale's characters are Unicode's.
  static var isUnicode: Bool {
    let environment = ProcessInfo.processInfo.environment
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }
      .first { !$0.isEmpty }
    let name = locale?.lowercased() ?? ""
    return name.contains("utf-8") || name.contains("utf8")
  }

  /// True where results may be coloured: on a terminal, unless NO_COLOR is set.
  static var usesColor: Bool {
    let environment = ProcessInfo.processInfo.environment
    return isatty(STDOUT_FILENO) == 1 && environment["NO_COLOR"]?.isEmpty != false
      && environment["TERM"] != "dumb"
  }

  /// True where a person watches standard error.
  static var isWatched: Bool { isatty(STDERR_FILENO) == 1 }
}
