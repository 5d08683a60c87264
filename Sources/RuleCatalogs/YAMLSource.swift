import EvidenceModel
import Yams

/// The text of a YAML document, and errors that name places in it.
struct YAMLSource {
  private let text: String
  private let file: String
  private let lines: LineTable

  init(text: String, file: String) {
    self.text = text
    self.file = file
    lines = LineTable(text)
  }

  /// Parses the document and passes its root on.
  ///
  /// Yams resolves aliases while it parses, so a document that could unfold is refused before.
  func withRoot<Result>(_ read: (Node) throws -> Result) throws -> Result {
    try refuseAliases()
    do {
      // Nodes hold their anchors weakly: the parser has to outlive the search for them.
      let parser = try Parser(yaml: text, encoding: .utf8)
      return try withExtendedLifetime(parser) {
        guard let root = try parser.singleRoot() else {
          throw ImportError(code: .malformedFile, file: file, reason: "the document is empty")
        }
        try refuseAnchors(in: root)
        return try read(root)
      }
    } catch let error as YamlError {
      throw importError(error)
    }
  }

  /// Refuses a newer version of a format before its keys are taken for unknown ones.
  func requireVersion(_ known: Int, key: String, of subject: String, _ root: Node) throws {
    let document = try YAMLMapping(root, of: subject, keys: nil, in: self)
    guard let version = try document.integer(key) else {
      throw error("the \(subject) has no '\(key)'", at: root)
    }
    if version > known {
      throw error(
        "the \(subject) is of version \(version) of its format", at: document[key] ?? root,
        hint: "update tickmark: this one reads version \(known)")
    }
  }

  /// The one-based line of a node.
  func line(of node: Node) -> Int { node.mark?.line ?? 1 }

  /// An error about a node.
  func error(_ reason: String, at node: Node, hint: String? = nil) -> ImportError {
    error(reason, at: node.mark.map(place), hint: hint)
  }

  private func error(
    _ reason: String, at place: ImportError.Place?, hint: String? = nil
  ) -> ImportError {
    ImportError(code: .malformedFile, file: file, place: place, reason: reason, hint: hint)
  }

  private func place(_ mark: Mark) -> ImportError.Place {
    lines.place(line: mark.line, column: mark.column)
  }

  private func importError(_ error: YamlError) -> ImportError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      self.error("the YAML is malformed: \(problem)", at: place(mark))
    case .duplicatedKeysInMapping(let duplicates, let context):
      self.error(
        "the key '\(duplicates.first ?? "")' is there twice", at: place(context.mark))
    default:
      self.error("the YAML is malformed", at: nil)
    }
  }

  // MARK: - Anchors and aliases

  private static let aliasHint = "write the value out where it is used"

  /// Refuses a text in which some `*name` may be an alias of an anchor `&name`.
  ///
  /// Only the scanner knows for certain which is one, but by then the harm is done. Prose that
  /// happens to have both is refused too; it does not occur.
  private func refuseAliases() throws {
    guard text.utf8.contains(UInt8(ascii: "&")), text.utf8.contains(UInt8(ascii: "*")) else {
      return
    }
    let lines = LineTable.lines(of: text)
    let anchors = Set(
      lines.lazy.filter { $0.text.utf8.contains(UInt8(ascii: "&")) }.flatMap { line in
        line.text.matches(of: /(?:^|[^A-Za-z0-9])&([A-Za-z0-9_-]+)/).map(\.1)
      })
    guard !anchors.isEmpty else { return }
    for (number, line) in lines where line.utf8.contains(UInt8(ascii: "*")) {
      for alias in line.matches(of: /(?:^|[^A-Za-z0-9])\*([A-Za-z0-9_-]+)/)
      where anchors.contains(alias.1) {
        throw error(
          "the alias '*\(alias.1)' is not allowed", at: self.lines.place(line: number, column: 1),
          hint: Self.aliasHint)
      }
    }
  }

  private func refuseAnchors(in node: Node) throws {
    if let anchor = node.anchor {
      throw error(
        "the anchor '&\(anchor.rawValue)' is not allowed", at: node, hint: Self.aliasHint)
    }
    for pair in node.mapping ?? [:] {
      try refuseAnchors(in: pair.key)
      try refuseAnchors(in: pair.value)
    }
    for item in node.sequence ?? [] { try refuseAnchors(in: item) }
  }
}
