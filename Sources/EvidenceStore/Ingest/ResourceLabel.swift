import EvidenceModel

/// How a record describes its resource.
struct ResourceLabel: Equatable {
  var name = ""
  var type = ""
  var tags = TagSet()

  /// True where the bytes of all parts are equal.
  static func == (lhs: ResourceLabel, rhs: ResourceLabel) -> Bool {
    ExactText(lhs.name) == ExactText(rhs.name) && ExactText(lhs.type) == ExactText(rhs.type)
      && lhs.tags == rhs.tags
  }
}
