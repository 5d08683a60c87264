import EvidenceModel

@testable import EvidenceStore

/// What is said of a finding.
struct ModelState: Hashable {
  var status: Status
  var severity: Severity
  var isMuted: Bool
  var detail: String
  /// The name, the type and the tags that the scanner shows for the resource.
  var name: String
  var type: String
  var tags = TagSet()

  /// What is gone has nothing else to say.
  static let gone = ModelState(
    status: .gone, severity: .unknown, isMuted: false, detail: "", name: "", type: "")

  /// True where it stands and the other one is merged into it: the worse status, then what is not
  /// muted, then the more severe; then whatever does not depend on the order of the file.
  func isPreferred(to other: ModelState) -> Bool {
    if status != other.status { return status < other.status }
    if isMuted != other.isMuted { return !isMuted }
    if severity != other.severity { return severity < other.severity }
    return numbers < other.numbers
  }

  /// The numbers of what is said, and of what is shown.
  private var numbers: (Int64, Int64) {
    let text = DetailText(detail, naming: name)
    return (
      Self.number([text.text, text.nameMark]),
      Self.number([name, type] + tags.flatMap { [$0.key, $0.value] })
    )
  }

  /// The first 63 bits of the digest of texts.
  private static func number(_ texts: [String]) -> Int64 {
    var bytes = CanonicalBytes()
    for text in texts { bytes.append(text) }
    return bytes.contentID
  }
}

extension ModelState {
  init(_ observation: Observation) {
    self.init(
      status: observation.status, severity: observation.severity,
      isMuted: observation.isMuted, detail: observation.detail, name: observation.resource.name,
      type: observation.resource.type, tags: observation.resource.tags)
  }
}
