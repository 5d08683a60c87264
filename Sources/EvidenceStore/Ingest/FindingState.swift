import EvidenceModel

/// What an event says of a finding, as the log keeps it.
struct FindingState: Hashable {
  var status: Status
  var severity: Severity
  var isMuted: Bool
  var detailID: Int64
  var labelID: Int64
}

/// What was read of a finding, with the fingerprint by which it is known again.
struct FindingStatement {
  var state: FindingState
  var fingerprint: Fingerprint
}

/// Where a scan stands among the scans of its tool: by its time, then by its artifact's hash, so
/// that the order of ingest never matters.
struct ScanPosition: Hashable, Comparable {
  var scannedAt: Timestamp
  var tieBreak: Int64

  static func < (lhs: Self, rhs: Self) -> Bool {
    (lhs.scannedAt, lhs.tieBreak) < (rhs.scannedAt, rhs.tieBreak)
  }
}
