import Foundation
import Synchronization

/// The folders that are being written, which go where the program is told to stop.
package enum TemporaryItems {
  private static let paths = Mutex<Set<String>>([])

  /// Notes a folder that has been made.
  static func add(_ path: String) {
    paths.withLock { _ = $0.insert(path) }
  }

  /// Forgets a folder that is in its place, or gone.
  static func remove(_ path: String) {
    paths.withLock { _ = $0.remove(path) }
  }

  /// Removes all that is there. Nothing is noted any more then: the caller ends the program.
  package static func clear() {
    for path in paths.withLock({ $0 }) {
      // Where that fails, there is nobody left to tell.
      try? FileManager.default.removeItem(atPath: path)
    }
  }
}
