/// What a format is known by: the beginning of a file, parsed as far as its kind allows.
///
/// It is made once per file, and every format looks at the same one.
public struct FileSample {
  /// The kinds of container that scanners use.
  enum Content {
    /// JSON text with at least one object, the first of which is given, with one element of each array.
    case json(JSONValue)
    /// XML with this root element: its name without prefix, and its namespace.
    case xml(root: String, namespace: String)
    /// Text that begins with this line and is no CSV.
    case text(firstLine: String)
    /// Delimited text with this header.
    case csv(header: [String])
  }

  let content: Content
  /// Keeps alive what the content points to.
  private let owner: AnyObject?

  init(content: Content, owner: AnyObject? = nil) {
    self.content = content
    self.owner = owner
  }

  /// The first JSON object of the file; `nil` where it is no JSON.
  var firstObject: JSONValue? {
    guard case .json(let value) = content else { return nil }
    return value
  }

  /// True where the first JSON object of the file has all of these members.
  func hasMembers(_ names: StaticString...) -> Bool {
    guard let object = firstObject else { return false }
    return names.allSatisfy { object[$0] != nil }
  }

  /// True where the file is text that begins with this line.
  func hasFirstLine(_ line: String) -> Bool {
    guard case .text(let own) = content else { return false }
    return own == line
  }

  /// True where the file is XML with this root element, of a namespace that begins so.
  func hasRoot(_ name: String, namespace: String) -> Bool {
    guard case .xml(let root, let own) = content else { return false }
    return root == name && own.hasPrefix(namespace)
  }

  /// True where the file is delimited text and its header has all of these names.
  func hasColumns(_ names: String...) -> Bool {
    guard case .csv(let header) = content else { return false }
    return names.allSatisfy(header.contains)
  }
}
