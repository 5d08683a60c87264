/// The comment that a query's file begins with.
///
/// ```sql
/// -- Findings still open at a scan, worst first.
/// --
/// -- One row per finding.
/// --
/// -- @param limit       INTEGER  How many rows at most.
/// -- @column rule_id    TEXT     The rule that fired, and a line that is
/// --                             continued here.
/// -- @uses in_force, wanted
/// ```
struct QueryHeader {
  private(set) var paragraphs: [String] = []
  private(set) var parameters: [CannedQueryParameter] = []
  private(set) var columns: [CannedQueryColumn] = []
  /// The shared expressions that the statement uses.
  private(set) var uses: [String] = []
  /// The shared expressions that a shared one puts inside of itself.
  private(set) var nests: [String] = []
  /// The parameter that is the moment of those, in place of `as_of`.
  private(set) var moment: String?
  /// What a shared expression says of its evaluation; `nil` where it leaves that to SQLite.
  private(set) var isMaterialized: Bool?
  private(set) var strayLines: [String] = []

  init(_ text: String) {
    var isInParagraph = false
    // Each tag with the lines that continue it.
    var tags: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("--") else { break }
      let content = line.dropFirst(2)
      let trimmed = String(content.drop { $0 == " " })
      if trimmed.isEmpty {
        isInParagraph = false
      } else if trimmed.hasPrefix("@") {
        isInParagraph = false
        tags.append(trimmed)
      } else if !tags.isEmpty && content.hasPrefix("   ") {
        tags[tags.count - 1] += " " + trimmed
      } else if isInParagraph {
        paragraphs[paragraphs.count - 1] += " " + trimmed
      } else {
        paragraphs.append(trimmed)
        isInParagraph = true
      }
    }
    for tag in tags { read(tag) }
  }

  private mutating func read(_ tag: String) {
    let words = tag.split(separator: " ", maxSplits: 3)
    let text = words.count > 3 ? String(words[3].drop { $0 == " " }) : ""
    switch words.first {
    case "@param" where words.count > 2:
      guard let type = CannedQueryParameter.ValueType(rawValue: String(words[2])) else { break }
      parameters.append(CannedQueryParameter(name: String(words[1]), type: type, text: text))
      return
    case "@uses" where words.count > 1:
      uses = tag.dropFirst("@uses".count).split { $0 == "," || $0 == " " }.map(String.init)
      return
    case "@nests" where words.count > 1:
      nests = tag.dropFirst("@nests".count).split { $0 == "," || $0 == " " }.map(String.init)
      return
    case "@moment" where words.count == 2:
      moment = String(words[1])
      return
    case "@materialized" where words == ["@materialized", "yes"]:
      isMaterialized = true
      return
    case "@materialized" where words == ["@materialized", "no"]:
      isMaterialized = false
      return
    case "@column" where words.count > 2:
      columns.append(
        CannedQueryColumn(name: String(words[1]), type: String(words[2]), text: text))
      return
    default: break
    }
    strayLines.append(tag)
  }
}
