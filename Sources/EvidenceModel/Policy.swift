/// Settings and remediation targets that are to be in force.
public struct Policy: Hashable, Sendable {
  /// Values of settings.
  public var settings: [Setting]
  /// Days for remediation.
  public var targets: [RemediationTarget]

  /// A policy from its parts.
  public init(settings: [Setting] = [], targets: [RemediationTarget] = []) {
    self.settings = settings
    self.targets = targets
  }

  /// A policy of one thing, as it is written on a command line: `freshness_days` and `45`,
  /// `sla.PCI.critical` and `30`.
  ///
  /// - Throws: A ``PolicyError`` where there is no such setting, or it does not take the value.
  public init(key: String, value: String) throws(PolicyError) {
    if key.hasPrefix("sla.") {
      self.init(targets: [try RemediationTarget(key: key, value: value)])
    } else {
      self.init(settings: [try Setting(key: key, value: value).normalized()])
    }
  }

  /// Longer than a century nothing is waited for, and microseconds of it are counted without
  /// overflow.
  package static let mostDays = 36_500

  /// The whole number of days that a text says.
  package static func days(
    _ text: String, of key: String, orNone: Bool = false
  ) throws(PolicyError) -> Int {
    guard let days = Int(text), (1...mostDays).contains(days) else {
      throw PolicyError(
        .badValue, "'\(text)' is not a value of \(key)",
        hint: "it takes a whole number of days from 1 to \(mostDays)"
          + (orNone ? ", or none" : ""))
    }
    return days
  }
}
