import Foundation

/// Where the benchmark prints.
enum Console {
  /// Prints a result at once, also where the output is a pipe.
  ///
  /// - Throws: What is wrong where nobody reads it any more, or the disk is full.
  static func say(_ text: String) throws {
    try FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
  }

  /// Tells how far the benchmark is.
  static func note(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  /// Says that times are worth nothing, where they are.
  static func warnOfDebugBuild() {
    #if DEBUG
      note("this is a debug build, whose times mean nothing: use 'swift run -c release'")
    #endif
  }
}
