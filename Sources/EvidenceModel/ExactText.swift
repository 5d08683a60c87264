/// A text that equals another only where their bytes do.
///
/// `String` finds two spellings of "é" equal, one letter or a letter and an accent. The database and
/// the digests compare bytes, and so must whatever stands for them in memory: two resources whose
/// names look alike are two resources.
public struct ExactText: Hashable, Sendable {
  /// The text.
  public let text: String

  /// The text as a key.
  public init(_ text: String) {
    self.text = text
  }

  /// True where the bytes are equal.
  public static func == (lhs: ExactText, rhs: ExactText) -> Bool {
    // Whole runs of bytes are compared where both strings have them, which is nearly always.
    let isEqual = lhs.text.utf8.withContiguousStorageIfAvailable { left in
      rhs.text.utf8.withContiguousStorageIfAvailable { right in
        haveEqualBytes(UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
      }
    }
    return isEqual.flatMap { $0 } ?? lhs.text.utf8.elementsEqual(rhs.text.utf8)
  }

  /// Compares eight bytes at a time: `elementsEqual` takes ten times as long.
  private static func haveEqualBytes(
    _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer
  ) -> Bool {
    guard left.count == right.count else { return false }
    var offset = 0
    while offset + 8 <= left.count {
      let leftWord = left.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      let rightWord = right.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      guard leftWord == rightWord else { return false }
      offset += 8
    }
    return left[offset...].elementsEqual(right[offset...])
  }

  /// Hashes the bytes.
  public func hash(into hasher: inout Hasher) {
    var copy = text
    copy.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(text.utf8.count)
  }
}
