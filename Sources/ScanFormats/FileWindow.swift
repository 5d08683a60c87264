import CSimdjson
import EvidenceModel

/// The part of a file that is in memory: a buffer that slides along it.
///
/// A reader works at an index into the window. When it needs bytes that are not there, it calls
/// ``advance(keepingFrom:)`` with the index of the first byte it still needs, which then has the
/// index 0. The window grows only where one record fills it, and only up to a limit.
final class FileWindow {
  /// Large enough that calls to the system cost nothing, small enough to stay in the cache.
  static let usualCapacity = 1 << 20
  /// The longest record that is read. The longest of a real scanner known to us has 0.3 MB.
  static let recordLimit = 16 << 20

  let file: ScanFile
  /// The bytes, followed by as many readable ones as simdjson needs.
  private(set) var bytes: UnsafeMutablePointer<UInt8>
  /// How many bytes there are.
  private(set) var count = 0
  /// Bytes of the file before the first one.
  private(set) var offset = 0

  private var capacity: Int

  init(file: ScanFile) {
    self.file = file
    capacity = min(Self.usualCapacity, max(file.byteCount, 1))
    bytes = Self.allocate(capacity)
  }

  deinit { bytes.deallocate() }

  /// True where the window reaches to the end of the file.
  var isAtEnd: Bool { offset + count == file.byteCount }

  /// The bytes of a range of the window.
  func slice(_ range: Range<Int>) -> TextSlice {
    TextSlice(start: bytes + range.lowerBound, count: range.count)
  }

  /// Moves the window so that it begins at `index`, and fills it.
  func advance(keepingFrom index: Int) throws {
    let kept = count - index
    if index == 0 && count == capacity {
      try grow()
    } else {
      bytes.update(from: bytes + index, count: kept)
    }
    offset += index
    count = kept
    let free = UnsafeMutableRawBufferPointer(start: bytes + kept, count: capacity - kept)
    count += try file.read(at: offset + kept, into: free)
  }

  private func grow() throws {
    guard capacity < Self.recordLimit else {
      throw try file.error(
        .oversizedRecord, at: offset,
        reason: "the record that begins here is longer than \(Self.recordLimit >> 20) MiB",
        hint: "a quote that is missing in a damaged file has this effect, too")
    }
    let larger = min(capacity * 2, Self.recordLimit)
    let fresh = Self.allocate(larger)
    fresh.update(from: bytes, count: count)
    bytes.deallocate()
    bytes = fresh
    capacity = larger
  }

  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<UInt8> {
    let padding = tm_json_padding()
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + padding)
    (bytes + capacity).initialize(repeating: 0, count: padding)
    return bytes
  }
}
