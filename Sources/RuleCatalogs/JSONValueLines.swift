/// The lines on which the string values of a key are, whatever the order of the keys.
struct JSONValueLines {
  private var lines: [String: [Int]] = [:]
  private var taken: [String: Int] = [:]

  /// Finds the values of the key in a text that is JSON.
  init(_ text: String, key: String) {
    var text = text
    lines = text.withUTF8 { Self.lines(in: $0, key: Array(key.utf8)) }
  }

  /// The line of the next value that is this text, in the document's order; that of the last where
  /// there is no further one, and the first line where there is none at all.
  mutating func next(_ value: String) -> Int {
    guard let all = lines[value] else { return 1 }
    let index = taken[value, default: 0]
    taken[value] = index + 1
    return all[min(index, all.count - 1)]
  }

  private static func lines(
    in bytes: UnsafeBufferPointer<UInt8>, key: [UInt8]
  ) -> [String: [Int]] {
    var found: [String: [Int]] = [:]
    var line = 1
    var offset = 0
    var isKeyRead = false
    var isValue = false
    while offset < bytes.count {
      let byte = bytes[offset]
      offset += 1
      switch byte {
      case UInt8(ascii: "\n"): line += 1
      case UInt8(ascii: ":"): isValue = isKeyRead
      case UInt8(ascii: "\""):
        let start = offset
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\"") {
          offset += bytes[offset] == UInt8(ascii: "\\") ? 2 : 1
        }
        let string = UnsafeBufferPointer(rebasing: bytes[start..<min(offset, bytes.count)])
        offset += 1
        if isValue {
          found[String(decoding: string, as: UTF8.self), default: []].append(line)
          (isKeyRead, isValue) = (false, false)
        } else {
          isKeyRead = string.elementsEqual(key)
        }
      case UInt8(ascii: " "), UInt8(ascii: "\r"), UInt8(ascii: "\t"): break
      default: (isKeyRead, isValue) = (false, false)
      }
    }
    return found
  }
}
