import EvidenceModel
import Foundation

/// Reports of `Queries/findings`.
enum FindingReports {
  static let models = [
    ReportModel("framework_findings", frameworkFindings),
    ReportModel("finding_story", findingStory),
  ]

  /// One row per framework and finding that is not gone, with the requirements of that framework
  /// that it is evidence for.
  private static func frameworkFindings(_ question: ReportQuestion) -> [ModelRow] {
    let standpoint = question.standpoint
    let model = standpoint.model
    return model.knownFrameworks.filter(question.wants(framework:)).flatMap { framework in
      standpoint.present.filter { name, event in
        standpoint.belongs(name.ruleName, to: framework)
          && question.wants(account: name.account) && question.wants(event.state.severity)
          && question["status"].map { $0 == event.state.status.key } ?? true
          && question["rule"].map { fnmatch($0, name.rule, 0) == 0 } ?? true
          && question["service"].map { service in
            fnmatch(service, standpoint.rules[name.ruleName]?.service ?? "", 0) == 0
          } ?? true
      }.map { name, event in
        let requirements = standpoint.requirementsOfRule[name.ruleName, default: []]
          .filter { model.framework(ofEdition: $0.edition) == framework }.sorted()
          .map { "\($0.edition) \($0.requirement)" }
        return standpoint.nameColumns(name).with(standpoint.labelColumns(event))
          .with(standpoint.stateColumns(event))
          .with(
            row([
              "framework": framework, "title": standpoint.rules[name.ruleName]?.title,
              "is_waived": standpoint.isWaived(name, in: framework),
              "failing_since": standpoint.failingSince(name),
              "last_confirmed_at": standpoint.lastConfirmed(name),
              "requirements": requirements.isEmpty ? nil : requirements.joined(separator: ", "),
              "artifact_sha256": sha256(event.artifact),
            ]))
      }
    }
  }

  /// One row per event, oldest first, with the file that says so.
  private static func findingStory(_ question: ReportQuestion) -> [ModelRow] {
    let standpoint = question.standpoint
    let asked = standpoint.events.filter { name, _ in
      (question["rule"] ?? question["resource"]) != nil
        && question["rule"].map { $0 == name.rule } ?? true
        && question["resource"].map { $0 == name.resource } ?? true
        && question.wants(account: name.account)
    }
    return asked.flatMap { name, events in
      events.indices.map { index in
        let event = events[index]
        let until = index + 1 < events.count ? events[index + 1].since : nil
        return standpoint.nameColumns(name).with(standpoint.stateColumns(event))
          .with(
            row([
              "until": until, "days": days(from: event.since, to: until ?? standpoint.clock),
              "scan_id": standpoint.model.number(of: event.scan),
              "artifact_path": event.artifact, "artifact_sha256": sha256(event.artifact),
              "byte_offset": standpoint.model.hasPlace(event, of: name) ? event.offset : nil,
            ]))
      }
    }
  }
}

extension HistoryModel {
  /// The number of a scan: its place in the order in which scans were told, from 1.
  func number(of scan: ModelScan.Name) -> Int? {
    scansAsTold.firstIndex { $0.name == scan }.map { $0 + 1 }
  }

  /// True where a scan told an event when it was ingested, so that its place in the file is known. One
  /// that changed nothing then, and something by what was learned later, has none.
  func hasPlace(_ event: ModelEvent, of finding: FindingName) -> Bool {
    guard let ingest = ingest(ofScan: event.artifact),
      case .scans(let file) = entries[ingest - 1].fact
    else { return false }
    let told = knowing(first: ingest - 1).scans + file.filter { $0.scannedAt <= event.since }
    return events(of: finding, told: told.sorted { $0.order < $1.order }).contains(event)
  }
}
