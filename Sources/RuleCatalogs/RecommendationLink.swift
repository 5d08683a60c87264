/// The link of a recommendation, taken out of its text and repaired.
///
/// In some documents a careless search-and-replace turned every "AWS" into "Amazon" and every
/// "service" into "Amazon Service", also inside links. Those links are repaired where the damage
/// shows in the host name or as a space within the link; all others stay as they are.
struct RecommendationLink {
  /// The link as it should be.
  let url: String
  /// The link as it was written, without punctuation after it.
  let asWritten: String
  /// The recommendation without the link, where a whole sentence is left; else with the link as it
  /// should be.
  let text: String
  /// True where no space parts the link from the word before it.
  let isGlued: Bool

  /// The link that ends the text or, where none does, the first one.
  init?(in text: String) {
    let links = Self.links(in: text)
    guard let first = links.first, let last = links.last else { return nil }
    let isLast = text[last.upperBound...].allSatisfy { $0.isWhitespace || $0.isPunctuation }
    let range = isLast ? last : first
    asWritten = String(text[range])
    url = Self.repaired(asWritten)
    let before = text[..<range.lowerBound]
    isGlued = before.last.map { !$0.isWhitespace && !"([<{\"'".contains($0) } ?? false
    let rest = Self.withoutPointer(Markup.trimmed(before))
    // Without its link, an unfinished sentence would point nowhere.
    let isFinished = rest.last.map { ".!?".contains($0) } ?? false
    self.text = isLast && isFinished ? rest : before + url + text[range.upperBound...]
  }

  // MARK: - Finding

  private static func links(in text: String) -> [Range<String.Index>] {
    var links: [Range<String.Index>] = []
    var rest = text[...]
    while let start = rest.firstRange(of: /https?:\/\//.ignoresCase()) {
      let end = linkEnd(in: text, from: start.upperBound)
      links.append(start.lowerBound..<withoutPunctuation(text[start.lowerBound..<end]))
      rest = text[end...]
    }
    return links
  }

  /// The end of the link, which may go on after a space that a replacement put into it.
  private static func linkEnd(in text: String, from start: String.Index) -> String.Index {
    var end = start
    while end < text.endIndex {
      if text[end].isWhitespace {
        guard text[..<end].hasSuffix("Amazon"),
          let tail = text[end...].prefixMatch(of: /\ Services?(?=[-\/_#]|\.\w)/)
        else { break }
        end = tail.range.upperBound
      } else if "<>\"".contains(text[end]) {
        break
      } else {
        end = text.index(after: end)
      }
    }
    return end
  }

  private static func withoutPunctuation(_ link: Substring) -> String.Index {
    var link = link
    while let last = link.last {
      let isStray =
        switch last {
        case ")": link.count { $0 == "(" } < link.count { $0 == ")" }
        case "]": link.count { $0 == "[" } < link.count { $0 == "]" }
        default: ".,;:!?'*`".contains(last)
        }
      guard isStray else { break }
      link.removeLast()
    }
    return link.endIndex
  }

  // MARK: - Repairing

  /// The link without what the replacement did to it.
  static func repaired(_ link: String) -> String {
    guard let parts = link.wholeMatch(of: /(https?:\/\/)([^\/?#]*)(.*)/.ignoresCase()) else {
      return link
    }
    let host = String(parts.2)
    let repairedHost =
      host
      .replacing("amazonAmazon.", with: "amazonaws.")
      .replacing(/(^|\.)Amazon(?=\.amazon)/) { $0.1 + "aws" }
    guard repairedHost != host || link.contains("Amazon Service") else { return link }
    return parts.1 + repairedHost + repairedPath(String(parts.3))
  }

  private static func repairedPath(_ path: String) -> String {
    path
      .replacing(/(^|[^A-Za-z])Amazon Service/) { $0.1 + "service" }
      .replacing("Amazon Service", with: "Service")
      // "AmazonS3" and "Amazon-EC2" are names; "Amazonwaf" and "-Amazon-" were "aws".
      .replacing(/(^|[^A-Za-z])Amazon(?!-?[A-Z])/) { $0.1 + "aws" }
  }

  // MARK: - What is left

  private static let pointers = [
    "see ", "please see ", "please find ", "please refer ", "refer ", "find ", "read more",
    "more ", "for more ", "for details", "for further ", "details", "reference", "link",
  ]

  /// The text without a last, unfinished sentence that only pointed at the link.
  private static func withoutPointer(_ text: String) -> String {
    let start = text.ranges(of: /[.!?]\s+/).last?.upperBound ?? text.startIndex
    let tail = text[start...]
    guard start > text.startIndex, let last = tail.last, !".!?".contains(last),
      tail.split(separator: " ").count <= 8,
      pointers.contains(where: { tail.lowercased().hasPrefix($0) })
    else { return text }
    return Markup.trimmed(text[..<start])
  }
}
