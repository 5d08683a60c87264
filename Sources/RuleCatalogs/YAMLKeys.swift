extension String {
  /// True where, for each of the words, a line begins with it.
  func hasYAMLKeys(_ words: [String]) -> Bool {
    var missing = words.map { Array($0.utf8) }
    for line in utf8.lazy.split(separator: UInt8(ascii: "\n")) {
      missing.removeAll { line.starts(with: $0) }
      if missing.isEmpty { return true }
    }
    return false
  }
}
