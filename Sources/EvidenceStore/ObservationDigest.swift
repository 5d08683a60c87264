import Crypto
import EvidenceModel

/// A digest of a scan's observations that does not depend on their order: the sum, modulo 2^256,
/// of the SHA-256 of each.
///
/// A sum lets one observation be added or taken away without the others, so it is kept while a
/// scan streams by, in constant memory. It guards against defects and decay, not against somebody
/// who can rewrite the whole file.
struct ObservationDigest: Hashable {
  /// Four words, the least significant first.
  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  /// The fields of an observation that are digested, in this order.
  struct Fields {
    var provider: String
    var account: String
    var region: String
    var rule: String
    var resource: String
    var discriminator: String
    var status: Int
    var severity: Int
    var isMuted: Bool
    var detail: String
    var name: String
    var type: String
  }

  mutating func add(_ fields: Fields, buffer: inout CanonicalBytes) {
    let other = Self.words(of: fields, buffer: &buffer)
    var carry = false
    (words.0, carry) = Self.sum(words.0, other.0, carry)
    (words.1, carry) = Self.sum(words.1, other.1, carry)
    (words.2, carry) = Self.sum(words.2, other.2, carry)
    (words.3, carry) = Self.sum(words.3, other.3, carry)
  }

  mutating func remove(_ fields: Fields, buffer: inout CanonicalBytes) {
    // Adding the two's complement subtracts.
    let other = Self.words(of: fields, buffer: &buffer)
    var carry = true
    (words.0, carry) = Self.sum(words.0, ~other.0, carry)
    (words.1, carry) = Self.sum(words.1, ~other.1, carry)
    (words.2, carry) = Self.sum(words.2, ~other.2, carry)
    (words.3, carry) = Self.sum(words.3, ~other.3, carry)
  }

  /// The digest as the database keeps it: 32 bytes, the most significant first.
  var bytes: [UInt8] {
    [words.3, words.2, words.1, words.0].flatMap { word in
      (0..<8).reversed().map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
    }
  }

  private static func sum(_ a: UInt64, _ b: UInt64, _ carry: Bool) -> (UInt64, Bool) {
    let (first, overflow1) = a.addingReportingOverflow(b)
    let (second, overflow2) = first.addingReportingOverflow(carry ? 1 : 0)
    return (second, overflow1 || overflow2)
  }

  private static func words(
    of fields: Fields, buffer: inout CanonicalBytes
  ) -> (UInt64, UInt64, UInt64, UInt64) {
    buffer.removeAll()
    buffer.append(fields.provider)
    buffer.append(fields.account)
    buffer.append(fields.region)
    buffer.append(fields.rule)
    buffer.append(fields.resource)
    buffer.append(fields.discriminator)
    buffer.append(fields.status)
    buffer.append(fields.severity)
    buffer.append(fields.isMuted ? 1 : 0)
    buffer.append(fields.detail)
    buffer.append(fields.name)
    buffer.append(fields.type)
    return buffer.digest.withUnsafeBytes { bytes in
      let word = { UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self)) }
      return (word(3), word(2), word(1), word(0))
    }
  }

  static func == (lhs: Self, rhs: Self) -> Bool { lhs.words == rhs.words }

  func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
  }
}
