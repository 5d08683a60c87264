import EvidenceModel
import Yams

/// A mapping of a YAML document whose keys and types are checked.
struct YAMLMapping {
  /// The mapping itself, for its line.
  let node: Node
  private let source: YAMLSource
  private let subject: String
  private let pairs: [String: Node]

  /// Takes a node for a mapping that describes the subject and has no other than these keys.
  init(_ node: Node, of subject: String, keys: [String]?, in source: YAMLSource) throws {
    guard let mapping = node.mapping else {
      throw source.error("the \(subject) is not a mapping of keys to values", at: node)
    }
    var pairs: [String: Node] = [:]
    for (key, value) in mapping {
      guard let name = key.scalar?.string else {
        throw source.error("a key of the \(subject) is not a word", at: key)
      }
      if let keys, !keys.contains(name) {
        throw source.error(
          "the \(subject) has an unknown key '\(name)'", at: key,
          hint: "known keys are \(keys.joined(separator: ", "))")
      }
      guard pairs.updateValue(value, forKey: name) == nil else {
        throw source.error("the key '\(name)' is there twice", at: key)
      }
    }
    self.node = node
    self.source = source
    self.subject = subject
    self.pairs = pairs
  }

  /// The keys and values, in no particular order.
  var entries: some Collection<(key: String, value: Node)> { pairs.lazy.map { ($0, $1) } }

  /// The value of a key; `nil` where it is absent or null.
  subscript(key: String) -> Node? {
    guard let value = pairs[key] else { return nil }
    if let scalar = value.scalar, scalar.style == .plain,
      ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    {
      return nil
    }
    return value
  }

  /// The text of a key; `nil` where it is absent.
  func text(_ key: String) throws -> String? {
    guard let value = self[key] else { return nil }
    return try text(of: value, key)
  }

  /// The text of a key that has to be there.
  func requiredText(_ key: String) throws -> String {
    guard let text = try text(key), !text.isEmpty else {
      throw source.error("the \(subject) has no '\(key)'", at: pairs[key] ?? node)
    }
    return text
  }

  /// A key that has to be there and is one word.
  func requiredWord(_ key: String) throws -> String {
    let word = try requiredText(key)
    if word.contains(where: \.isWhitespace) {
      throw source.error("the \(key) '\(word)' has a space in it", at: self[key] ?? node)
    }
    return word
  }

  /// The whole number of a key; `nil` where it is absent.
  func integer(_ key: String) throws -> Int? {
    guard let value = self[key] else { return nil }
    guard let number = value.scalar.flatMap({ Int($0.string) }), number > 0 else {
      throw source.error("'\(key)' is not a whole number above zero", at: value)
    }
    return number
  }

  /// The items of a key's list; none where it is absent.
  func list(_ key: String) throws -> [Node] {
    guard let value = self[key] else { return [] }
    guard let sequence = value.sequence else {
      throw source.error("'\(key)' is not a list", at: value)
    }
    return Array(sequence)
  }

  /// The texts of a key's list, each with its node; none where it is absent.
  func texts(_ key: String) throws -> [(text: String, node: Node)] {
    try list(key).map { (try text(of: $0, "an item of \(key)"), $0) }
  }

  private func text(of value: Node, _ name: String) throws -> String {
    guard let scalar = value.scalar else {
      throw source.error("'\(name)' is not a text", at: value)
    }
    return Markup.trimmed(scalar.string[...])
  }
}
