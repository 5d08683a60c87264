import EvidenceModel

/// Reads the tags of resources as Prowler writes them.
///
/// The CSV has them in one text, `env=prod | team=core`; OCSF has a list of labels, `env:prod`. A key
/// that holds the separator cannot be told from its value, except for AWS's own keys.
struct ProwlerTags {
  /// A scanner writes many records of one resource, or of resources without tags, in a row.
  private var last: (texts: [String], tags: TagSet) = ([], TagSet())
  /// True where labels were no list of texts, and some of them were left out.
  private(set) var hasLeftOutLabels = false

  /// The tags in a field of the CSV.
  mutating func tags(in field: TextSlice) -> TagSet {
    guard field.count > 0 else { return TagSet() }
    if last.texts.count == 1, field == last.texts[0] { return last.tags }
    let text = field.string
    last = ([text], Self.tags(in: Self.pieces(of: text), separators: "="))
    return last.tags
  }

  /// The tags in the labels of an OCSF resource.
  mutating func tags(in labels: JSONValue?) -> TagSet {
    guard let labels else { return TagSet() }
    var rest = last.texts[...]
    var isLast = true
    for label in labels.elements {
      guard let text = label.text, let next = rest.popFirst(), text == next else {
        isLast = false
        break
      }
    }
    if isLast && rest.isEmpty {
      if last.texts.isEmpty { check(labels) }
      return last.tags
    }
    check(labels)
    let texts = labels.elements.compactMap(\.string)
    // Early versions wrote labels as the CSV has them.
    last = (texts, Self.tags(in: texts, separators: ":="))
    return last.tags
  }

  private mutating func check(_ labels: JSONValue) {
    switch labels.kind {
    case "null": break
    case "an array": if labels.elements.contains(where: { $0.text == nil }) { fallthrough }
    default: hasLeftOutLabels = true
    }
  }

  /// The pieces of the CSV's text. One that has no key, or one that ends with a space, is the rest of
  /// a value that holds the text between pieces.
  private static func pieces(of text: String) -> [String] {
    var pieces: [String] = []
    for piece in split(text) {
      // A key can begin with the separator.
      let end = piece.utf8.dropFirst().firstIndex(of: UInt8(ascii: "="))
      let isTag = end.map { piece.utf8[..<$0].last != UInt8(ascii: " ") } ?? false
      if pieces.isEmpty || isTag {
        pieces.append(String(piece))
      } else {
        pieces[pieces.count - 1] += " | " + piece
      }
    }
    return pieces
  }

  private static func split(_ text: String) -> [Substring] {
    var pieces: [Substring] = []
    var rest = text[...]
    while let found = rest.firstRange(of: " | ") {
      pieces.append(rest[..<found.lowerBound])
      rest = rest[found.upperBound...]
    }
    return pieces + [rest]
  }

  private static func tags(in pieces: [String], separators: String) -> TagSet {
    let tags = pieces.filter { !$0.isEmpty }.map { tag(in: $0, separators: Array(separators.utf8)) }
    // Keys of AWS's KMS have tags of another form, and Prowler writes the names of its fields.
    if tags.map(\.key) == ["TagKey", "TagValue"] {
      return TagSet([ResourceTag(key: tags[0].value, value: tags[1].value)])
    }
    return TagSet(tags)
  }

  /// A tag: up to the first separator, which is not the first byte, stands the key.
  private static func tag(in piece: String, separators: [UInt8]) -> ResourceTag {
    let bytes = Array(piece.utf8)
    var candidates = bytes.indices.dropFirst().filter { separators.contains(bytes[$0]) }
    if separators.contains(UInt8(ascii: ":")), piece.hasPrefix("aws:") {
      // AWS's own keys are "aws:service:name".
      let colons = candidates.filter { bytes[$0] == UInt8(ascii: ":") }
      candidates = Array(colons.prefix(3).suffix(1))
    }
    guard let separator = candidates.first else { return ResourceTag(key: piece, value: "") }
    return ResourceTag(
      key: String(decoding: bytes[..<separator], as: UTF8.self),
      value: String(decoding: bytes[(separator + 1)...], as: UTF8.self))
  }
}
