import EvidenceModel

/// What a scanner says of a result, without the name of the resource.
///
/// Most details name it. Without the name, one text does for all resources of which a rule says
/// the same.
struct DetailText: Equatable {
  private let exactText: ExactText
  /// What stands in the text wherever the name does; empty where the text is whole.
  let nameMark: String

  /// The text as the database keeps it.
  var text: String { exactText.text }

  /// The empty detail.
  static let empty = DetailText(text: "", nameMark: "")

  /// A character that Unicode has for this, and that no scanner is known to write.
  private static let mark = UInt8(0x1A)

  /// What a scanner says of a resource, by the name that it shows.
  ///
  /// Where the name is not in the text, or the mark is, the text is kept whole.
  init(_ text: String, naming name: String) {
    if let bytes = Self.cut(text, name: name) {
      self.init(
        text: String(decoding: bytes, as: UTF8.self),
        nameMark: String(decoding: [Self.mark], as: UTF8.self))
    } else {
      self.init(text: text, nameMark: "")
    }
  }

  /// A detail as the database keeps it.
  init(text: String, nameMark: String) {
    exactText = ExactText(text)
    self.nameMark = nameMark
  }

  /// What the scanner says of the resource with this name; SQL's `replace` gives the same.
  func whole(naming name: String) -> String {
    guard !nameMark.isEmpty else { return text }
    let bytes = text.utf8.map { $0 == Self.mark ? Array(name.utf8) : [$0] }
    return String(decoding: bytes.joined(), as: UTF8.self)
  }

  /// The text with the mark in place of the name; `nil` where that cannot be told from the whole.
  private static func cut(_ text: String, name: String) -> [UInt8]? {
    var (text, name) = (text, name)
    return text.withUTF8 { text in
      name.withUTF8 { name in
        guard let first = name.first, !text.contains(mark) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
          if text[index] == first, text[index...].starts(with: name) {
            bytes.append(mark)
            index += name.count
          } else {
            bytes.append(text[index])
            index += 1
          }
        }
        return bytes.contains(mark) ? bytes : nil
      }
    }
  }
}
