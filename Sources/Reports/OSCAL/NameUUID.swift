import Crypto

/// A UUID that follows from a name (RFC 9562, version 5): the same thing has the same one in every
/// document and on every machine.
struct NameUUID: Hashable {
  private let high: UInt64
  private let low: UInt64

  /// The UUID of a thing, by its kind and what tells it apart from others of its kind.
  init(_ kind: String, _ parts: [String]) {
    // A length before each keeps parts from running together.
    let name = ([kind] + parts).map { "\($0.utf8.count):\($0)" }.joined()
    var bytes = Array(Insecure.SHA1.hash(data: Self.namespace + Array(name.utf8)).prefix(16))
    bytes[6] = bytes[6] & 0x0f | 0x50
    bytes[8] = bytes[8] & 0x3f | 0x80
    high = bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) }
    low = bytes[8...].reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The UUID in its usual form, in lower case.
  var text: String {
    func hex(_ value: UInt64, _ digits: Int) -> String {
      let text = String(value, radix: 16)
      return String(repeating: "0", count: digits - text.count) + text
    }
    return hex(high >> 32, 8) + "-" + hex(high >> 16 & 0xffff, 4) + "-" + hex(high & 0xffff, 4)
      + "-" + hex(low >> 48, 4) + "-" + hex(low & 0xffff_ffff_ffff, 12)
  }

  /// Drawn once, for tickmark.
  private static let namespace: [UInt8] = [
    0x6d, 0x1f, 0x0c, 0x52, 0x83, 0x9b, 0x4e, 0x77, 0xb5, 0x0a, 0x2e, 0xd4, 0x91, 0x38, 0xc6, 0x5f,
  ]
}
