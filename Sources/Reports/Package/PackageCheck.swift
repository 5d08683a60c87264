/// What checking a package found.
public struct PackageCheck: Hashable, Sendable {
  /// One thing that was checked, and what is wrong with it.
  public struct Item: Hashable, Sendable {
    /// What was checked: a file's name, or what else.
    public let subject: String
    /// What it was checked against.
    public let against: String
    /// What is wrong; `nil` where it is as it should be.
    public let fault: String?
  }

  /// Everything that was checked, in order.
  public internal(set) var items: [Item] = []
  /// What a reader should know, though nothing is wrong.
  public internal(set) var notes: [String] = []

  /// True where nothing is wrong.
  public var isSound: Bool { items.allSatisfy { $0.fault == nil } }

  mutating func add(_ subject: String, against: String, fault: String? = nil) {
    items.append(Item(subject: subject, against: against, fault: fault))
  }
}
