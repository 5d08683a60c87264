/// Where values stand in a JSON document: names of members, and `[]` for each element of an array.
///
/// ```swift
/// let path: JSONPath = "runs[].results[]"
/// ```
///
/// `*` is any member: `services.*.findings.*`.
///
/// The path without steps, `""`, is the whole document.
struct JSONPath: Hashable, ExpressibleByStringLiteral {
  enum Step: Hashable {
    case member(String)
    case anyMember
    case elements
  }

  let steps: [Step]

  init(stringLiteral text: String) {
    steps = text.split(separator: ".").flatMap { part -> [Step] in
      let name = part.prefix { $0 != "[" }
      let arrays = (part.count - name.count) / 2
      let members: [Step] =
        name.isEmpty ? [] : name == "*" ? [.anyMember] : [.member(String(name))]
      return members
        + Array(repeating: .elements, count: arrays)
    }
  }
}
