import EvidenceModel

/// What an event says of a finding, as the log keeps it.
struct FindingState: Hashable {
  var status: Status
  var severity: Severity
  var isMuted: Bool
  var detailID: Int64
  var labelID: Int64

  /// True where going from one to the other writes no event. What a finding was before it was
  /// gone does not matter once it is.
  func isSame(as other: FindingState) -> Bool {
    self == other || (status == .gone && other.status == .gone)
  }
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
