/// The first 16 bytes of an observation's hash: two observations share them only where they say
/// the same of the same finding.
///
/// Sixteen bytes, because somebody who names resources could find two that share eight.
struct Fingerprint: Equatable {
  let high: UInt64
  let low: UInt64

  /// Bytes of a fingerprint in the database.
  static let byteCount = 16

  init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// A fingerprint as the database keeps it, the most significant byte first.
  init(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
    high = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
  }

  // What the compiler makes up is not inlined, and this is run for every record.
  @inline(__always)
  static func == (lhs: Self, rhs: Self) -> Bool { lhs.low == rhs.low && lhs.high == rhs.high }

  /// Fingerprints as the database keeps them, one after the other.
  static func bytes(_ fingerprints: [Fingerprint]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(fingerprints.count * byteCount)
    for fingerprint in fingerprints {
      for word in [fingerprint.high, fingerprint.low] {
        withUnsafeBytes(of: word.bigEndian) { bytes.append(contentsOf: $0) }
      }
    }
    return bytes
  }
}
