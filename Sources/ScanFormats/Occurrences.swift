/// Numbers results that nothing but their place tells apart.
///
/// A place such as a line moves with every edit, and would make a new finding of an old one each
/// time. The order of such results is what lasts longest: the first is the same in most scans.
///
/// A file can have millions of results: eight bytes stand for each name and place.
struct Occurrences {
  /// The first place of each name.
  private var firstPlaces: [Int: Int] = [:]
  /// How many places a name has that has several.
  private var counts: [Int: Int] = [:]
  /// The numbers of places other than the first.
  private var numbers: [Int: Int] = [:]

  /// Tells a result from others of its owner that have the same text at other places.
  ///
  /// - Parameters:
  ///   - text: What tells the result from others, as far as it does.
  ///   - rule: The rule.
  ///   - resource: The resource.
  ///   - mark: The place, which is the same where a result comes twice.
  /// - Returns: The text, with a number where it is not the first.
  mutating func discriminator(
    _ text: String, ofRule rule: String, on resource: String?, mark: String
  ) -> String {
    var hasher = Hasher()
    hasher.combine(rule)
    hasher.combine(resource)
    hasher.combine(text)
    let name = hasher.finalize()
    hasher = Hasher()
    hasher.combine(name)
    hasher.combine(mark)
    let number = number(of: hasher.finalize(), named: name)
    guard number > 0 else { return text }
    return text.isEmpty ? "#\(number + 1)" : "\(text) #\(number + 1)"
  }

  private mutating func number(of place: Int, named name: Int) -> Int {
    guard let first = firstPlaces[name] else {
      firstPlaces[name] = place
      return 0
    }
    if first == place { return 0 }
    if let number = numbers[place] { return number }
    let number = counts[name] ?? 1
    counts[name] = number + 1
    numbers[place] = number
    return number
  }
}
