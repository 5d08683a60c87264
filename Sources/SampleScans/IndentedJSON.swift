/// Writes JSON as Python does with `indent=4`, which is how Prowler lays out its files.
///
/// ```swift
/// var json = IndentedJSON()
/// json.object { json in
///   json.member("status", "New")
///   json.member("resources") { json in json.array { json in json.string("a") } }
/// }
/// ```
struct IndentedJSON {
  /// The text so far, in UTF-8.
  var bytes: [UInt8] = []
  private var depth = 0
  private var isFirst = true

  /// An object with the members that `body` writes.
  mutating func object(_ body: (inout IndentedJSON) -> Void) {
    bracketed(open: UInt8(ascii: "{"), close: UInt8(ascii: "}"), body)
  }

  /// An array of the elements that `body` writes.
  mutating func array(_ body: (inout IndentedJSON) -> Void) {
    bracketed(open: UInt8(ascii: "["), close: UInt8(ascii: "]"), body)
  }

  /// A member whose value `body` writes.
  mutating func member(_ key: String, _ body: (inout IndentedJSON) -> Void) {
    beginItem()
    string(key)
    bytes.append(UInt8(ascii: ":"))
    bytes.append(UInt8(ascii: " "))
    body(&self)
  }

  /// A member whose value is a text.
  mutating func member(_ key: String, _ text: String) {
    member(key) { $0.string(text) }
  }

  /// A member whose value is a whole number.
  mutating func member(_ key: String, _ number: Int64) {
    member(key) { $0.bytes.append(contentsOf: String(number).utf8) }
  }

  /// A member whose value is an array of texts.
  mutating func member(_ key: String, _ texts: [String]) {
    member(key) { json in
      json.array { json in
        for text in texts { json.element { $0.string(text) } }
      }
    }
  }

  /// An element of an array, which `body` writes.
  mutating func element(_ body: (inout IndentedJSON) -> Void) {
    beginItem()
    body(&self)
  }

  /// A text by itself.
  mutating func string(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { utf8 in
      var start = 0
      for index in utf8.indices {
        let byte = utf8[index]
        guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
          continue
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<index]))
        escape(byte)
        start = index + 1
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start...]))
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\n"): bytes.append(UInt8(ascii: "n"))
    case UInt8(ascii: "\r"): bytes.append(UInt8(ascii: "r"))
    case UInt8(ascii: "\t"): bytes.append(UInt8(ascii: "t"))
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
    default:
      let digits = Array("0123456789abcdef".utf8)
      bytes.append(contentsOf: Array("u00".utf8))
      bytes.append(digits[Int(byte >> 4)])
      bytes.append(digits[Int(byte & 15)])
    }
  }

  private mutating func bracketed(
    open: UInt8, close: UInt8, _ body: (inout IndentedJSON) -> Void
  ) {
    bytes.append(open)
    depth += 1
    isFirst = true
    body(&self)
    depth -= 1
    if !isFirst { newLine() }
    isFirst = false
    bytes.append(close)
  }

  private mutating func beginItem() {
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    isFirst = false
    newLine()
  }

  private mutating func newLine() {
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * 4))
  }
}
