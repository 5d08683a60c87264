import EvidenceModel

@testable import EvidenceStore

/// A state that a finding had from a moment on, and the scan that says so.
struct ModelEvent: Hashable {
  var since: Timestamp
  var artifact: String
  var state: ModelState
  /// Where the scan's file says so; `nil` where it is gone.
  var offset: Int?

  /// The scan that says so.
  var scan: ModelScan.Name { ModelScan.Name(artifact: artifact, scannedAt: since) }

  var isFailing: Bool { state.status == .fail }
}

/// What the scans say, one after the other, whatever the order in which they were told.
extension HistoryModel {
  /// Every finding that some scan reports.
  var findings: Set<FindingName> {
    memory.once { scans.reduce(into: []) { $0.formUnion($1.observations.keys) } }
  }

  /// What happened to a finding.
  func events(of finding: FindingName) -> [ModelEvent] {
    memory.once(of: finding) { events(of: finding, told: scans) }
  }

  /// What happened to a finding, as some scans tell it, given in order.
  ///
  /// A scan that says what was so before tells no event. One that looked and did not see what was
  /// there before tells that it is gone; one that did not look tells nothing.
  func events(
    of finding: FindingName, told scans: some Sequence<ModelScan>
  ) -> [ModelEvent] {
    var events: [ModelEvent] = []
    for scan in scans {
      let last = events.last?.state
      if let observation = scan.observations[finding] {
        if observation.state != last {
          events.append(
            ModelEvent(
              since: scan.scannedAt, artifact: scan.artifact, state: observation.state,
              offset: observation.offset))
        }
      } else if let last, last != .gone, scan.covers(finding) {
        events.append(
          ModelEvent(since: scan.scannedAt, artifact: scan.artifact, state: .gone, offset: nil))
      }
    }
    return events
  }

  /// The number of the ingest with which we learned of an event: since then, and ever since, it
  /// has been what followed from what was known.
  func recordedIn(_ event: ModelEvent, of finding: FindingName) -> Int {
    var ingest = entries.count
    while ingest > 0, stands(event, of: finding, through: ingest) { ingest -= 1 }
    return ingest
  }

  /// True where an event was known before an ingest and all through it: the scans of a file are told
  /// one after the other, and what one of them makes redundant another makes necessary again.
  private func stands(
    _ event: ModelEvent, of finding: FindingName, through ingest: Int
  ) -> Bool {
    let before = knowing(first: ingest - 1)
    guard before.events(of: finding).contains(event) else { return false }
    guard case .scans(let file) = entries[ingest - 1].fact else { return true }
    return file.indices.dropFirst().allSatisfy { count in
      let told = (before.scans + file.prefix(count)).sorted { $0.order < $1.order }
      return events(of: finding, told: told).contains(event)
    }
  }

  /// The number of the ingest that told a scan.
  func ingest(ofScan artifact: String) -> Int? {
    entries.firstIndex { entry in
      if case .scans(let scans) = entry.fact {
        scans.contains { $0.artifact == artifact }
      } else {
        false
      }
    }.map { $0 + 1 }
  }

  /// The numbers of scans, which are those of the order in which they were told.
  var scansAsTold: [ModelScan] {
    memory.once {
      entries.flatMap { entry -> [ModelScan] in
        if case .scans(let scans) = entry.fact { scans } else { [] }
      }
    }
  }
}

extension ModelScan {
  /// True where the scan looked at a finding's rule, account and region.
  ///
  /// What it reports tells: in each account, each rule that it reports there, in each region in
  /// which it reports anything there; what it declares is added to both. A complete scan covers all
  /// of its accounts.
  func covers(_ finding: FindingName) -> Bool {
    guard finding.tool == tool, let areas = coverage[finding.accountName] else { return false }
    return areas.contains { $0.covers(rule: finding.rule) && $0.covers(region: finding.region) }
  }
}
