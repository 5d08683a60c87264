import EvidenceModel

/// A line of a story: a verb, then plain words and `key=value` pairs, what has spaces in quotation
/// marks.
struct StoryWords {
  let verb: String
  private var plain: [String] = []
  private(set) var pairs: [(String, String)] = []

  init(_ line: String) throws {
    var words: [String] = []
    var word: String?
    var isQuoted = false
    for character in line + " " {
      if character == "\"" {
        isQuoted.toggle()
        word = word ?? ""
      } else if character == " ", !isQuoted {
        if let word { words.append(word) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    verb = words.first ?? ""
    for word in words.dropFirst() {
      if let equals = word.firstIndex(of: "=") {
        pairs.append((String(word[..<equals]), String(word[word.index(after: equals)...])))
      } else {
        plain.append(word)
      }
    }
  }

  subscript(key: String) -> String? { pairs.first { $0.0 == key }?.1 }

  func list(_ key: String) -> [String] { self[key]?.split(separator: ",").map(String.init) ?? [] }

  func has(_ word: String) -> Bool { plain.contains(word) }

  func plain(_ index: Int) throws -> String {
    guard index < plain.count else { throw StoryReader.Failure(description: "a word is missing") }
    return plain[index]
  }

  /// A time that has to be there.
  func moment(_ key: String) throws -> Timestamp {
    guard let time = try time(key) else {
      throw StoryReader.Failure(description: "\(key)= is missing")
    }
    return time
  }

  /// A time that may be there.
  func time(_ key: String) throws -> Timestamp? {
    try self[key].map(Timestamp.init(storyText:))
  }
}

extension Timestamp {
  /// A time as stories write it.
  init(storyText text: String) throws {
    guard let time = TimestampText(text) else {
      throw StoryReader.Failure(description: "\(text) is no time")
    }
    self = time.timestamp
  }

  /// The time in a form that ``init(storyText:)`` reads: as short as can be.
  var storyText: String {
    if microseconds % 86_400_000_000 == 0 { return String(description.prefix(10)) }
    return microseconds % 1_000_000 == 0 ? description : exactText
  }

  /// The time to the microsecond: `--as-of` takes it for this moment and no other.
  var exactText: String {
    let fraction = (microseconds % 1_000_000 + 1_000_000) % 1_000_000
    let digits = String(fraction + 1_000_000).dropFirst()
    return description.dropLast() + "." + digits + "Z"
  }
}
