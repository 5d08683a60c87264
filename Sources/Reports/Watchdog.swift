import Foundation
import Synchronization

/// Notices from another thread that a call of SQLite does not come back after its deadline.
///
/// The progress handler stops nearly every statement. See ``StatementLimits/onOverrun`` for the
/// few that it cannot. Time between calls does not count: a statement whose rows wait for a pager
/// is not stuck.
final class Watchdog {
  private let watched = Watched()
  private let timer: any DispatchSourceTimer

  init(_ action: @escaping @Sendable () -> Void) {
    timer = DispatchSource.makeTimerSource(queue: .global(qos: .userInteractive))
    timer.setEventHandler { [watched] in
      if watched.isStuck() { action() }
    }
    timer.schedule(deadline: .now() + 0.25, repeating: 0.25)
    timer.activate()
  }

  deinit {
    timer.cancel()
  }

  /// Begins to watch a call that must be back by `deadline`.
  func enter(deadline: ContinuousClock.Instant) {
    watched.deadline.withLock { $0 = deadline }
  }

  /// Ends watching: the call is back.
  func leave() {
    watched.deadline.withLock { $0 = nil }
  }

  private final class Watched: Sendable {
    let deadline = Mutex<ContinuousClock.Instant?>(nil)

    /// True once per call. The half second is for the progress handler, which is kinder.
    func isStuck() -> Bool {
      deadline.withLock { deadline in
        guard let instant = deadline, ContinuousClock().now > instant + .milliseconds(500) else {
          return false
        }
        deadline = nil
        return true
      }
    }
  }
}
