import CSimdjson

/// A value inside the JSON record that was read last.
///
/// It points into the parser: it must not be kept when the next record is read.
struct JSONValue {
  fileprivate let handle: tm_json_value

  init(handle: tm_json_value) { self.handle = handle }

  /// What kind of value it is, in words.
  var kind: String {
    switch tm_json_get_kind(handle) {
    case TM_JSON_OBJECT: "an object"
    case TM_JSON_ARRAY: "an array"
    case TM_JSON_STRING: "a string"
    case TM_JSON_INTEGER, TM_JSON_DOUBLE: "a number"
    case TM_JSON_NULL: "null"
    default: "a boolean"
    }
  }

  /// The member of an object with this key; `nil` for any other value.
  subscript(key: StaticString) -> JSONValue? {
    key.withUTF8Buffer { member($0) }
  }

  /// The member of an object with a key that is known only when running.
  func member(named key: String) -> JSONValue? {
    var key = key
    return key.withUTF8 { member($0) }
  }

  private func member(_ key: UnsafeBufferPointer<UInt8>) -> JSONValue? {
    guard let start = key.baseAddress else { return nil }
    var found = tm_json_value()
    return start.withMemoryRebound(to: CChar.self, capacity: key.count) { name in
      tm_json_member(handle, name, key.count, &found) ? JSONValue(handle: found) : nil
    }
  }

  /// The text of a string, where it stands.
  var text: TextSlice? {
    var string = tm_json_string()
    guard tm_json_get_string(handle, &string) else { return nil }
    return TextSlice(string)
  }

  /// The text of a string.
  var string: String? { text?.string }

  /// A whole number within 64 bits.
  var int: Int64? {
    var number: Int64 = 0
    return tm_json_get_integer(handle, &number) ? number : nil
  }

  /// Any number.
  var double: Double? {
    var number = 0.0
    return tm_json_get_double(handle, &number) ? number : nil
  }

  /// True or false; `nil` for any other value.
  var bool: Bool? {
    switch tm_json_get_kind(handle) {
    case TM_JSON_TRUE: true
    case TM_JSON_FALSE: false
    default: nil
    }
  }

  /// The text of a member; `nil` where there is none, or it is empty.
  func string(_ key: StaticString) -> String? {
    guard let text = self[key]?.text, text.count > 0 else { return nil }
    return text.string
  }

  /// The values of an array that is a member; none where there is no such member.
  func elements(_ key: StaticString) -> Elements {
    self[key]?.elements ?? Elements(cursor: tm_json_cursor())
  }

  /// The members of an object that is a member; none where there is no such member.
  func members(_ key: StaticString) -> Members {
    self[key]?.members ?? Members(cursor: tm_json_cursor())
  }

  /// The values of an array; none for any other value.
  var elements: Elements {
    var cursor = tm_json_iterate(handle)
    if cursor.is_object { cursor.index = cursor.end }
    return Elements(cursor: cursor)
  }

  /// The first value of an array.
  var firstElement: JSONValue? {
    var elements = elements
    return elements.next()
  }

  /// The members of an object; none for any other value.
  var members: Members {
    var cursor = tm_json_iterate(handle)
    if !cursor.is_object { cursor.index = cursor.end }
    return Members(cursor: cursor)
  }

  /// Goes through the values of an array.
  struct Elements: Sequence, IteratorProtocol {
    fileprivate var cursor: tm_json_cursor

    mutating func next() -> JSONValue? {
      var value = tm_json_value()
      return tm_json_next(&cursor, nil, &value) ? JSONValue(handle: value) : nil
    }
  }

  /// Goes through the members of an object in the order of the text.
  struct Members: Sequence, IteratorProtocol {
    fileprivate var cursor: tm_json_cursor

    mutating func next() -> (key: TextSlice, value: JSONValue)? {
      var key = tm_json_string()
      var value = tm_json_value()
      guard tm_json_next(&cursor, &key, &value) else { return nil }
      return (TextSlice(key) ?? .empty, JSONValue(handle: value))
    }
  }
}

extension TextSlice {
  fileprivate init?(_ string: tm_json_string) {
    guard let bytes = string.bytes else { return nil }
    let start = UnsafeRawPointer(bytes).assumingMemoryBound(to: UInt8.self)
    self.init(start: start, count: string.count)
  }
}
