import EvidenceModel

@testable import EvidenceStore

/// Reports of `Queries/policy`.
enum PolicyReports {
  static let models = [ReportModel("setting_list", settingList)]

  /// One row per setting and target.
  private static func settingList(_ question: ReportQuestion) -> [ModelRow] {
    let model = question.standpoint.model
    let settings = model.settings.map { key, value in
      line(key, value, model) { fact in
        if case .setting(let setting) = fact { setting.key == key } else { false }
      }
    }
    let frameworks: [String?] = [nil] + model.knownFrameworks.sorted()
    let targets = frameworks.flatMap { framework in
      Severity.allCases.compactMap { severity in
        model.targetDays(of: severity, framework: framework).map { days in
          let name = ["sla", framework, severity.key].compactMap(\.self).joined(separator: ".")
          return line(name, "\(days)", model) { fact in
            guard case .target(let target) = fact, target.severity == severity else {
              return false
            }
            return target.framework.map(model.knownFramework) == framework
          }
        }
      }
    }
    return settings + targets
  }

  private static func line(
    _ name: String, _ value: String, _ model: HistoryModel,
    _ says: (HistoryModel.Fact) -> Bool
  ) -> ModelRow {
    let told = model.entries.lastIndex { says($0.fact) }
    return row([
      "setting": name, "value": value, "source": told == nil ? "default" : "test",
      "recorded_at": told.map { model.entries[$0].recordedAt },
      "recorded_in": told.map { $0 + 1 },
    ])
  }
}
