import Crypto
import EvidenceModel

/// Fields written one after the other in a form that no two lists of fields share: each with its
/// length before it.
struct CanonicalBytes {
  private var bytes: [UInt8] = []

  init() {}

  /// The numbers of a set's members, in order: what interned sets are known by.
  init(members: some Sequence<Int64>) {
    for member in members.sorted() { append(Int(member)) }
  }

  init(tags: TagSet) {
    append(tags)
  }

  init(texts: [String]) {
    for text in texts { append(text) }
  }

  /// Empties the buffer and keeps its memory.
  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
  }

  mutating func append(_ text: String) {
    append(text.utf8.count)
    let isContiguous: Void? = text.utf8.withContiguousStorageIfAvailable { utf8 in
      bytes.append(contentsOf: utf8)
    }
    if isContiguous == nil { bytes.append(contentsOf: text.utf8) }
  }

  /// Appends a number in as few bytes as it needs: seven bits in each, the highest bit set in all
  /// but the last.
  mutating func append(_ number: Int) {
    var rest = UInt(bitPattern: number)
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  mutating func append(_ text: String?) {
    append(text == nil ? 0 : 1)
    append(text ?? "")
  }

  /// Appends tags: nothing where there are none, so they can stand last alone.
  mutating func append(_ tags: TagSet) {
    for tag in tags {
      append(tag.key)
      append(tag.value)
    }
  }

  /// The SHA-256 of what was appended.
  var digest: SHA256Digest { SHA256.hash(data: bytes) }

  /// The first 63 bits of the digest, as a key of a table of texts.
  var contentID: Int64 { Self.contentID(digest) }

  /// The first 63 bits of a digest: a positive integer, which SQLite keeps as a key.
  static func contentID(_ digest: some Sequence<UInt8>) -> Int64 {
    Int64(bitPattern: digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } >> 1)
  }
}
