import EvidenceModel

/// What one record of Prowler says, wherever its format keeps it.
///
/// Absent values and Prowler's words for them are `nil`.
struct ProwlerRecord {
  var bytes: ByteRange
  var version: TextSlice?
  var rule: TextSlice?
  var status: TextSlice?
  var isMuted = false
  var severity: TextSlice?
  var detail: TextSlice?
  var findingUID: TextSlice?
  var provider: TextSlice?
  var account: TextSlice?
  var region: TextSlice?
  /// Where there are no regions: the namespace of a Kubernetes resource.
  var namespace: TextSlice?
  var resourceUID: TextSlice?
  var resourceName: TextSlice?
  var resourceType: TextSlice?
  var tags = TagSet()
  var scannedAt: Timestamp?

  init(bytes: ByteRange) { self.bytes = bytes }
}

extension TextSlice {
  /// `nil` where Prowler has no value: it then writes nothing, Python's `None` or `N/A`.
  var ifPresent: TextSlice? {
    count == 0 || self == "None" || self == "N/A" ? nil : self
  }

  /// True for what a browser can open.
  var isWebAddress: Bool { hasPrefix("https://") || hasPrefix("http://") }
}
