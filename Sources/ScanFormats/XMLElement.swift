import EvidenceModel

/// An element of an XML document: of a record its whole content, of what holds records only the tag.
struct XMLElement {
  /// What stands between the tags.
  enum Content {
    case text(String)
    case element(XMLElement)
  }

  /// The name without its prefix.
  let name: String
  /// The namespace; empty where there is none.
  let namespace: String
  /// The attributes by their names without prefix.
  let attributes: [String: String]
  /// The content, in the order of the text.
  var content: [Content] = []
  /// Where the element stands in the file; known of those that the reader hands on.
  var bytes = ByteRange(offset: 0, count: 0)

  /// Adds to the content a text, which belongs to that before it: libxml2 hands on a long text in
  /// pieces, and each character reference as a piece of its own.
  mutating func append(_ piece: String) {
    guard case .text(var text)? = content.last else {
      content.append(.text(piece))
      return
    }
    // Without its place in the content the text is the only one, and grows where it is.
    content.removeLast()
    text += piece
    content.append(.text(text))
  }

  /// The child elements.
  var children: some Sequence<XMLElement> {
    content.lazy.compactMap { if case .element(let element) = $0 { element } else { nil } }
  }

  /// The first child with this name.
  subscript(name: String) -> XMLElement? { children.first { $0.name == name } }

  /// The children with this name.
  func children(named name: String) -> some Sequence<XMLElement> {
    children.filter { $0.name == name }
  }

  /// The text of the element and of all that it contains, each run of white space as one space.
  var text: String {
    var text = ""
    appendText(to: &text)
    // Most texts are a word, or words in plain letters: to look at their bytes is several times as fast.
    guard text.utf8.allSatisfy({ $0 < 0x80 }) else {
      return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    guard text.utf8.contains(where: \.isASCIISpace) else { return text }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    var followsSpace = false
    for byte in text.utf8 {
      if byte.isASCIISpace {
        followsSpace = !bytes.isEmpty
      } else {
        if followsSpace { bytes.append(UInt8(ascii: " ")) }
        followsSpace = false
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The text of the element; `nil` where it is empty.
  var presentText: String? {
    let text = text
    return text.isEmpty ? nil : text
  }

  /// The text as it was written, without the white space around it.
  var writtenText: String {
    var text = ""
    appendText(to: &text)
    guard let start = text.firstIndex(where: { !$0.isWhitespace }),
      let end = text.lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(text[start...end])
  }

  private func appendText(to result: inout String) {
    for part in content {
      switch part {
      case .text(let text): result += text
      case .element(let element): element.appendText(to: &result)
      }
    }
  }
}

extension UInt8 {
  /// True for the white space of ASCII.
  fileprivate var isASCIISpace: Bool {
    self == UInt8(ascii: " ") || (UInt8(ascii: "\t")...UInt8(ascii: "\r")).contains(self)
  }
}
