import Foundation

/// An object of a JSON document, whose values may be of any type.
struct JSONObject {
  private let values: [String: Any]

  /// The object, or one without values where it is something else.
  init(_ value: Any?) { values = value as? [String: Any] ?? [:] }

  /// A text without the white space around it; `nil` where there is none, or it is blank.
  func text(_ name: String) -> String? {
    guard let text = values[name] as? String else { return nil }
    let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
    return trimmed.isEmpty ? nil : trimmed
  }

  /// A number, or a text that is one; `nil` where there is neither.
  func number(_ name: String) -> Double? {
    (values[name] as? NSNumber)?.doubleValue ?? text(name).flatMap(Double.init)
  }

  /// The texts of a list; none where there is no list.
  func texts(_ name: String) -> [String] {
    (values[name] as? [Any] ?? []).compactMap { $0 as? String }
  }

  /// An object; one without values where there is none.
  func object(_ name: String) -> JSONObject { JSONObject(values[name]) }

  /// The objects of a list.
  func objects(_ name: String) -> [JSONObject] {
    (values[name] as? [Any] ?? []).filter { $0 is [String: Any] }.map(JSONObject.init)
  }

  /// How many items of what should be a list of objects are not; 1 where it is not a list.
  func misfits(_ name: String) -> Int {
    guard let value = values[name], !(value is NSNull) else { return 0 }
    guard let list = value as? [Any] else { return 1 }
    return list.count { !($0 is [String: Any]) }
  }

  /// The keys, sorted.
  var keys: [String] { values.keys.sorted() }

  /// How many items of what should be a list of texts are not; 1 where it is not a list.
  func textMisfits(_ name: String) -> Int {
    guard let value = values[name], !(value is NSNull) else { return 0 }
    guard let list = value as? [Any] else { return 1 }
    return list.count { !($0 is String) }
  }

  /// True where the object has the key.
  func has(_ name: String) -> Bool { values[name] != nil }
}
