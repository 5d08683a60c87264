/// Numbers results that nothing but their place tells apart.
///
/// A place such as a line moves with every edit, and would make a new finding of an old one each
/// time. The order of such results is what lasts longest: the first is the same in most scans.
struct Occurrences {
  private struct Key: Hashable {
    var owner: [String]
    var text: String
  }

  private var marks: [Key: [String]] = [:]

  /// Tells a result from others of its owner that have the same text at other places.
  ///
  /// - Parameters:
  ///   - text: What tells the result from others, as far as it does.
  ///   - owner: The rule and the resource.
  ///   - mark: The place, which is the same where a result comes twice.
  /// - Returns: The text, with a number where it is not the first.
  mutating func discriminator(_ text: String, of owner: [String], mark: String) -> String {
    let key = Key(owner: owner, text: text)
    let others = marks[key] ?? []
    let number = others.firstIndex(of: mark) ?? others.count
    if number == others.count { marks[key, default: []].append(mark) }
    guard number > 0 else { return text }
    return text.isEmpty ? "#\(number + 1)" : "\(text) #\(number + 1)"
  }
}
