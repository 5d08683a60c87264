/// The marks, headings and labelled fields of a threat modeling document, not yet understood.
struct DocumentOutline {
  /// A line that no label claims.
  struct Stray {
    var line: Int
    var text: String
  }

  /// A label and its text.
  struct Field {
    /// The label as written, without its colon.
    var label: String
    /// The known field that the label means.
    var known: RuleField?
    /// The one-based line of the label.
    var line: Int
    /// The text after the label and on the lines that go on with it.
    var text: String
  }

  /// A service's heading.
  struct Service {
    /// The one-based line of the heading or, where there is none, of the mark.
    var line: Int
    var name = ""
    var rules = 0
  }

  /// A rule's heading as written, and its fields.
  struct Rule {
    /// The one-based line of the heading or, where there is none, of the mark.
    var line: Int
    var service: String
    var title = ""
    var fields: [Field] = []
    var strays: [Stray] = []
  }

  /// The document's first line, where it comes before the first mark.
  private(set) var title = ""
  /// The services, in order, each with the number of its rules.
  private(set) var services: [Service] = []
  /// The rules, in order.
  private(set) var rules: [Rule] = []
  /// Lines after a service's heading that belong to no rule.
  private(set) var strays: [Stray] = []

  private enum Part { case preamble, service, rule }
  private var part = Part.preamble
  private var followsBlankLine = false

  /// Finds the outline of a document.
  init(_ text: String) {
    for line in LineTable.lines(of: text) { add(line.text, number: line.number) }
  }

  /// The mark that opens a service's section.
  static let serviceMark: Unicode.Scalar = "\u{1F4D8}"
  /// The mark that opens a rule.
  static let ruleMark: Unicode.Scalar = "\u{1F44D}"

  /// The mark that a line begins with, and the text after it.
  static func mark(of line: Substring) -> (mark: Unicode.Scalar, rest: Substring)? {
    let content = Markup.withoutLead(line)
    guard let first = content.unicodeScalars.first, first == serviceMark || first == ruleMark
    else { return nil }
    // A thumb may carry a skin tone, and either mark a variation selector.
    let rest = content.unicodeScalars.dropFirst().drop {
      $0 == "\u{FE0F}" || ("\u{1F3FB}"..."\u{1F3FF}").contains($0)
    }
    return (first, Substring(rest))
  }

  private mutating func add(_ line: Substring, number: Int) {
    let content = Markup.withoutQuote(line)
    if let (mark, rest) = Self.mark(of: content) {
      if mark == Self.serviceMark {
        services.append(Service(line: number))
        part = .service
      } else {
        if !services.isEmpty { services[services.count - 1].rules += 1 }
        rules.append(Rule(line: number, service: services.last?.name ?? ""))
        part = .rule
      }
      followsBlankLine = false
      let heading = Markup.trimmed(rest)
      if !heading.isEmpty { addContent(heading, number: number) }
    } else if content.allSatisfy(\.isWhitespace) {
      followsBlankLine = true
    } else {
      addContent(Markup.trimmed(content), number: number)
      followsBlankLine = false
    }
  }

  private mutating func addContent(_ content: String, number: Int) {
    switch part {
    case .preamble:
      // Lines between the title and the first mark introduce the document and are not kept.
      if title.isEmpty { title = content }
    case .service:
      if services[services.count - 1].name.isEmpty {
        services[services.count - 1].name = Markup.plain(content)
        services[services.count - 1].line = number
      } else {
        strays.append(Stray(line: number, text: content))
      }
    case .rule:
      addToRule(content, number: number, rule: rules.count - 1)
    }
  }

  private mutating func addToRule(_ content: String, number: Int, rule: Int) {
    let isHeading = rules[rule].title.isEmpty && rules[rule].fields.isEmpty
    if let (label, known, text) = Self.label(of: content), known != nil || !isHeading {
      rules[rule].fields.append(Field(label: label, known: known, line: number, text: text))
    } else if isHeading {
      rules[rule].title = content
      rules[rule].line = number
    } else if let last = rules[rule].fields.indices.last,
      continues(rules[rule].fields[last])
    {
      let separator = followsBlankLine ? "\n\n" : " "
      let text = rules[rule].fields[last].text
      rules[rule].fields[last].text = text.isEmpty ? content : text + separator + content
    } else {
      rules[rule].strays.append(Stray(line: number, text: content))
    }
  }

  private func continues(_ field: Field) -> Bool {
    switch field.known?.continuation ?? .paragraphs {
    case .paragraphs: true
    case .adjacentLines: field.text.isEmpty || !followsBlankLine
    case .none: field.text.isEmpty
    }
  }

  /// The label that a line begins with, and the text after it.
  ///
  /// Any label of one to four words counts, or a misspelt one would pass for prose.
  private static func label(
    of content: String
  ) -> (label: String, known: RuleField?, text: String)? {
    let line = Markup.withoutLead(Substring(content))
    guard let colon = line.firstIndex(of: ":") else { return nil }
    let label = Markup.plain(line[..<colon])
    var rest = line[line.index(after: colon)...]
    if line.startIndex != content.startIndex || label.count < line[..<colon].count {
      rest = rest.drop { $0 == "*" || $0 == "_" }
    }
    let text = Markup.trimmed(rest)
    if let known = RuleField(label: label) { return (label, known, text) }
    let words = label.split(separator: " ").count
    guard (1...4).contains(words), label.count <= 40, label.first?.isLetter == true,
      label.allSatisfy({ $0.isLetter || $0.isNumber || " -_/()".contains($0) }),
      rest.first.map(\.isWhitespace) ?? true
    else { return nil }
    return (label, nil, text)
  }
}
