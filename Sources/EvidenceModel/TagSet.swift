/// The tags of a resource: each once, in the order of their bytes.
///
/// A key may have several values, as GCP's network tags and Azure's inherited tags do.
public struct TagSet: Hashable, Sendable, RandomAccessCollection {
  private var tags: [ResourceTag]

  /// No tags.
  public init() { tags = [] }

  /// The tags of a sequence, in whatever order they come and however often.
  public init(_ tags: some Sequence<ResourceTag>) {
    self.tags = Array(tags)
    if self.tags.count > 1 { self.tags = Set(self.tags).sorted() }
  }

  /// The place of the first tag.
  public var startIndex: Int { 0 }
  /// The place after the last tag.
  public var endIndex: Int { tags.count }
  /// The tag at a place.
  public subscript(place: Int) -> ResourceTag { tags[place] }
}
