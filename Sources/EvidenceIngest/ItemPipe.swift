import Foundation
import ScanFormats

/// Hands items from the thread that reads a file to the thread that stores them.
///
/// Reading and storing take about as long as each other, so doing both at once nearly halves the
/// time of an ingest. Few batches wait at a time: memory stays flat.
final class ItemPipe: @unchecked Sendable {
  private static let batchSize = 256
  private static let mostWaiting = 4

  private let condition = NSCondition()
  private var waiting: [[ScanItem]] = []
  private var end: Result<Void, any Error>?
  private var isCancelled = false
  private var batch: [ScanItem] = []

  /// Thrown to the reader when nobody wants its items any more.
  struct Cancelled: Error {}

  /// Runs `read` on a thread of its own, and `take` on this one for each item it emits.
  ///
  /// - Throws: What `take` throws, else what `read` throws, when both have ended.
  static func run(
    reading read: @escaping @Sendable (_ emit: (ScanItem) throws -> Void) throws -> Void,
    taking take: (ScanItem) throws -> Void
  ) throws {
    let pipe = ItemPipe()
    let thread = Thread {
      pipe.finish(Result { try read(pipe.put) })
    }
    thread.name = "tickmark reader"
    // Records may be nested as deep as a parser lets them.
    thread.stackSize = 8 << 20
    thread.start()
    do {
      while let batch = try pipe.next() {
        for item in batch { try take(item) }
      }
    } catch {
      pipe.cancel()
      throw error
    }
  }

  // MARK: The reader's side

  private func put(_ item: ScanItem) throws {
    batch.append(item)
    guard batch.count == Self.batchSize else { return }
    condition.lock()
    defer { condition.unlock() }
    while waiting.count >= Self.mostWaiting, !isCancelled { condition.wait() }
    guard !isCancelled else { throw Cancelled() }
    waiting.append(batch)
    batch = []
    batch.reserveCapacity(Self.batchSize)
    condition.signal()
  }

  private func finish(_ result: Result<Void, any Error>) {
    condition.lock()
    defer { condition.unlock() }
    waiting.append(batch)
    batch = []
    end = result
    condition.signal()
  }

  // MARK: The storing side

  /// The next batch; `nil` after the last one.
  private func next() throws -> [ScanItem]? {
    condition.lock()
    defer { condition.unlock() }
    while waiting.isEmpty, end == nil { condition.wait() }
    if !waiting.isEmpty {
      condition.signal()
      return waiting.removeFirst()
    }
    try end?.get()
    return nil
  }

  /// Lets the reader end, and waits for it: it still has the file open.
  private func cancel() {
    condition.lock()
    defer { condition.unlock() }
    isCancelled = true
    waiting = []
    condition.signal()
    while end == nil { condition.wait() }
  }
}
