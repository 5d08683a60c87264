import EvidenceModel

@testable import EvidenceStore

/// What was decided: settings and remediation targets. They have no time but that of being told.
extension HistoryModel {
  /// What a new database goes by.
  private static let usualSettings = [
    "freshness_days": "30", "scan_interval_days": "7", "sla_clock_restarts_after": "resolved",
  ]

  /// Each setting's value.
  var settings: [String: String] {
    Dictionary(
      uniqueKeysWithValues: Self.usualSettings.map { key, value in (key, told(key) ?? value) })
  }

  /// The value that somebody set last; `nil` where nobody did.
  func told(_ key: String) -> String? {
    entries.compactMap { entry in
      if case .setting(let setting) = entry.fact, setting.key == key { setting.value } else { nil }
    }.last
  }

  /// The days in which a failure of a severity has to be remediated; `nil` where nothing says so.
  func targetDays(of severity: Severity, framework: String?) -> Int? {
    var days: Int?
    for entry in entries {
      guard case .target(let target) = entry.fact, target.severity == severity,
        target.framework.map(knownFramework) == framework.map(knownFramework)
      else { continue }
      days = target.days
    }
    return days
  }
}
