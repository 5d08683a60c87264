/// One value of a row, of the type that SQLite gives it.
public enum SQLValue: Hashable, Sendable {
  /// No value.
  case null
  /// A whole number.
  case integer(Int64)
  /// A floating-point number; never NaN, which SQLite stores as NULL.
  case real(Double)
  /// Text; bytes that are not UTF-8 have become U+FFFD.
  case text(String)
  /// Bytes.
  case blob([UInt8])
}

extension SQLValue {
  /// Text, or NULL where there is none.
  public init(_ text: String?) {
    self = text.map(SQLValue.text) ?? .null
  }

  /// A whole number.
  public init(_ number: Int) {
    self = .integer(Int64(number))
  }

  /// True for `integer` and `real`.
  var isNumber: Bool {
    switch self {
    case .integer, .real: true
    case .null, .text, .blob: false
    }
  }

  /// The value as one reads it: NULL is empty, a blob is in hexadecimal.
  var plainText: String {
    switch self {
    case .null: ""
    case .integer(let value): String(value)
    case .real(let value): value.isInfinite ? (value < 0 ? "-Inf" : "Inf") : value.description
    case .text(let text): text
    case .blob(let bytes): hexText(bytes)
    }
  }
}

/// Two lower-case hexadecimal digits for each byte.
package func hexText(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  for byte in bytes {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}
