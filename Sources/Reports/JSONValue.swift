/// A value of JSON, with its members in the order in which they are given.
indirect enum JSONValue {
  case text(String)
  case number(Int)
  case array([JSONValue])
  case object([(name: String, value: JSONValue)])

  /// The value as JSON.
  var text: String {
    switch self {
    case .text(let text): JSONRowText.quoted(text)
    case .number(let number): String(number)
    case .array(let values): "[" + values.map(\.text).joined(separator: ",") + "]"
    case .object(let members):
      "{"
        + members.map { JSONRowText.quoted($0.name) + ":" + $0.value.text }.joined(separator: ",")
        + "}"
    }
  }
}
