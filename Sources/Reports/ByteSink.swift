import Foundation

/// Collects bytes and hands them on in pieces of 64 KiB.
///
/// ```swift
/// let sink = ByteSink.standardOutput()
/// try OutputFormat.csv.write(rows, to: sink)
/// ```
public final class ByteSink {
  private static let pieceSize = 64 << 10

  private let consume: ([UInt8]) throws -> Void
  private var buffer: [UInt8] = []
  private var waited = Duration.zero

  /// A sink that hands its bytes to a function.
  public init(_ consume: @escaping ([UInt8]) throws -> Void) {
    self.consume = consume
    buffer.reserveCapacity(Self.pieceSize + 4096)
  }

  /// A sink that writes to an open file, and leaves it open.
  ///
  /// - Parameters:
  ///   - fileDescriptor: The open file.
  ///   - name: The file's name for error messages.
  public convenience init(fileDescriptor: Int32, name: String) {
    let destination = Destination(fileDescriptor: fileDescriptor, name: name)
    self.init { try destination.write($0) }
  }

  /// A sink that writes to standard output.
  public static func standardOutput() -> ByteSink {
    ByteSink(fileDescriptor: STDOUT_FILENO, name: "standard output")
  }

  /// Hands on what is left. Bytes that are not flushed are lost.
  public func flush() throws {
    guard !buffer.isEmpty else { return }
    let clock = ContinuousClock()
    let start = clock.now
    try consume(buffer)
    waited += clock.now - start
    buffer.removeAll(keepingCapacity: true)
  }

  /// Adds bytes.
  package func append(_ bytes: [UInt8]) throws {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.pieceSize { try flush() }
  }

  /// Adds text.
  package func append(_ text: String) throws {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= Self.pieceSize { try flush() }
  }

  /// The time that handing on took since the last call.
  func takeTimeWaited() -> Duration {
    defer { waited = .zero }
    return waited
  }

  /// An open file, with the name that errors call it.
  struct Destination {
    let fileDescriptor: Int32
    let name: String

    func write(_ bytes: [UInt8]) throws {
      try bytes.withUnsafeBytes { bytes in
        var rest = bytes[...]
        while !rest.isEmpty {
          let start = UnsafeRawBufferPointer(rebasing: rest).baseAddress
          let count = Foundation.write(fileDescriptor, start, rest.count)
          if count >= 0 {
            rest = rest.dropFirst(count)
          } else if errno != EINTR {
            throw QueryError(
              .unwritableOutput, "cannot write to \(name): \(String(cString: strerror(errno)))")
          }
        }
      }
    }
  }
}
