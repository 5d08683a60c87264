import ArgumentParser

/// Options that are given several times.
///
/// The parser takes the last one without a word, and an answer to half of what was asked reads like
/// an answer to all of it.
struct RepeatedOptions {
  /// The options that take a value each time.
  static let lists: Set<String> = ["--param", "--evidence"]
  /// The short names of options.
  static let longNames = ["-f": "--format", "-p": "--param"]

  /// The names that are given more than once, in order.
  let names: [String]

  /// Those among a program's arguments.
  init(in arguments: some Sequence<String>) {
    var counts: [String: Int] = [:]
    for argument in arguments.prefix(while: { $0 != "--" }) {
      let name = String(argument.prefix { $0 != "=" })
      guard let long = Self.longNames[name] ?? Self.longName(name) else { continue }
      counts[long, default: 0] += 1
    }
    names = counts.filter { $0.value > 1 && !Self.lists.contains($0.key) }.keys.sorted()
  }

  /// Throws where there are any: wrong use.
  func refuse() throws {
    guard let name = names.first else { return }
    throw ValidationError("\(name) is given more than once.")
  }

  private static func longName(_ text: String) -> String? {
    let isName = text.utf8.dropFirst(2).allSatisfy {
      $0 == UInt8(ascii: "-") || UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0
    }
    return text.hasPrefix("--") && text.utf8.count > 2 && isName ? text : nil
  }
}
