import Crypto
import EvidenceModel
import Foundation

@testable import EvidenceStore

/// The semantics of history, written to be obvious: every scan is kept whole, and everything is
/// worked out from the beginning each time it is asked.
struct HistoryModel {
  /// A scan as it was read.
  struct Scan: Hashable {
    var artifact: String
    var scannedAt: Timestamp
    var isComplete: Bool
    /// One observation for each finding.
    var observations: [Key: State]

    /// By time, then by the artifact's digest.
    var order: Order {
      let digest = [UInt8](SHA256.hash(data: Data(artifact.utf8)))
      return Order(scannedAt: scannedAt, digest: digest)
    }

    func covers(_ key: Key) -> Bool {
      let inAccount = observations.keys.filter { $0.account == key.account }
      guard !inAccount.isEmpty else { return false }
      if isComplete { return true }
      return inAccount.contains { $0.rule == key.rule }
        && inAccount.contains { $0.region == key.region }
    }
  }

  struct Order: Hashable, Comparable {
    var scannedAt: Timestamp
    var digest: [UInt8]

    static func < (lhs: Self, rhs: Self) -> Bool {
      if lhs.scannedAt != rhs.scannedAt { return lhs.scannedAt < rhs.scannedAt }
      return lhs.digest.lexicographicallyPrecedes(rhs.digest)
    }
  }

  struct Key: Hashable, Comparable {
    var account: String
    var region: String
    var rule: String
    var resource: String

    static func < (lhs: Self, rhs: Self) -> Bool {
      (lhs.account, lhs.region, lhs.rule, lhs.resource)
        < (rhs.account, rhs.region, rhs.rule, rhs.resource)
    }
  }

  struct State: Hashable {
    var status: Status
    var severity: Severity
    var isMuted: Bool
    var detail: String

    static let gone = State(status: .gone, severity: .unknown, isMuted: false, detail: "")
  }

  struct Event: Hashable {
    var since: Timestamp
    var artifact: String
    var state: State
  }

  var scans: [Scan] = []

  var ordered: [Scan] { scans.sorted { $0.order < $1.order } }

  /// What happened to a finding, from the scans in order.
  func events(of key: Key, before limit: Order? = nil) -> [Event] {
    var events: [Event] = []
    for scan in ordered where limit.map({ scan.order < $0 }) ?? true {
      var next = events.last?.state
      if let observed = scan.observations[key] {
        next = observed
      } else if scan.covers(key), next != nil {
        next = .gone
      }
      if let next, next != events.last?.state {
        events.append(Event(since: scan.scannedAt, artifact: scan.artifact, state: next))
      }
    }
    return events
  }

  var keys: Set<Key> { scans.reduce(into: []) { $0.formUnion($1.observations.keys) } }

  /// A finding's state at the end of a moment; `nil` where it was not known by then.
  func state(of key: Key, at moment: Timestamp) -> State? {
    events(of: key).last { $0.since <= moment }?.state
  }

  /// The newest scan that covered a finding's rule, account and region.
  func lastConfirmed(_ key: Key) -> Timestamp? {
    ordered.last { $0.covers(key) }?.scannedAt
  }

  /// What a scan changes when it is told after those of `scans` that come before it.
  func changes(of scan: Scan) -> ChangeCounts {
    var counts = ChangeCounts()
    var before = self
    before.scans.removeAll { $0 == scan }
    let accounts = Set(scan.observations.keys.map(\.account))
    for key in before.keys.union(scan.observations.keys) where accounts.contains(key.account) {
      let past = before.events(of: key, before: scan.order)
      let last = past.last?.state
      if let now = scan.observations[key] {
        if last == nil { counts.firstSeen += 1 }
        if now == last {
          counts.unchanged += 1
        } else if now.status == .fail {
          if last?.status == .fail {
            counts.changed += 1
          } else if past.contains(where: { $0.state.status == .fail }) {
            counts.reopened += 1
          } else {
            counts.opened += 1
          }
        } else if last?.status == .fail {
          counts.resolved += 1
        } else {
          counts.changed += 1
        }
      } else if let last, last.status != .gone {
        if scan.covers(key) { counts.gone += 1 } else { counts.unconfirmed += 1 }
      }
    }
    return counts
  }
}
