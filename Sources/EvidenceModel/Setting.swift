/// What reports go by in one database.
public struct Setting: Hashable, Sendable {
  /// Its name.
  public var key: String
  /// Its value, as text.
  public var value: String

  /// A setting with a value.
  public init(key: String, value: String) {
    self.key = key
    self.value = value
  }

  /// What a setting takes.
  private enum Domain {
    case days
    case oneOf([String])
  }

  /// Every setting that there is, in the order of their names.
  private static let domains: [(key: String, domain: Domain)] = [
    ("freshness_days", .days),
    ("scan_interval_days", .days),
    ("sla_clock_restarts_after", .oneOf(["resolved", "closed"])),
  ]

  /// The names of the settings that there are.
  package static var keys: [String] { domains.map(\.key) }

  /// The setting with its value as it is stored: a whole number of days, or a word.
  ///
  /// - Throws: A ``PolicyError`` where there is no such setting, or it does not take the value.
  package func normalized() throws(PolicyError) -> Setting {
    guard let domain = Self.domains.first(where: { $0.key == key })?.domain else {
      throw PolicyError(
        .unknownSetting, "there is no setting '\(key)'",
        hint: NearNames(of: key, among: Self.keys).question
          ?? "there are \(Self.keys.joined(separator: ", ")), \(RemediationTarget.keyForms)")
    }
    switch domain {
    case .days: return Setting(key: key, value: "\(try Policy.days(value, of: key))")
    case .oneOf(let words):
      let word = value.lowercased()
      guard words.contains(word) else {
        throw PolicyError(
          .badValue, "'\(value)' is not a value of \(key)",
          hint: "it takes \(words.joined(separator: " or "))")
      }
      return Setting(key: key, value: word)
    }
  }
}
