/// A digest of a scan's observations that does not depend on their order: the sum, modulo 2^256,
/// of the SHA-256 of each.
///
/// A sum lets one observation be added or taken away without the others, so it is kept while a
/// scan streams by, in constant memory. It guards against defects and decay, not against somebody
/// who can rewrite the whole file.
struct ObservationDigest {
  /// Four words, the most significant first.
  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  mutating func add(_ hash: ObservationHash) {
    add(hash.words, carry: false)
  }

  mutating func remove(_ hash: ObservationHash) {
    // Adding the two's complement subtracts.
    let words = hash.words
    add((~words.0, ~words.1, ~words.2, ~words.3), carry: true)
  }

  /// The digest as the database keeps it: 32 bytes, the most significant first.
  var bytes: [UInt8] {
    [words.0, words.1, words.2, words.3].flatMap { word in
      (0..<8).reversed().map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
    }
  }

  private mutating func add(_ other: (UInt64, UInt64, UInt64, UInt64), carry: Bool) {
    var carry = carry
    (words.3, carry) = Self.sum(words.3, other.3, carry)
    (words.2, carry) = Self.sum(words.2, other.2, carry)
    (words.1, carry) = Self.sum(words.1, other.1, carry)
    (words.0, carry) = Self.sum(words.0, other.0, carry)
  }

  private static func sum(_ a: UInt64, _ b: UInt64, _ carry: Bool) -> (UInt64, Bool) {
    let (first, overflow1) = a.addingReportingOverflow(b)
    let (second, overflow2) = first.addingReportingOverflow(carry ? 1 : 0)
    return (second, overflow1 || overflow2)
  }
}
