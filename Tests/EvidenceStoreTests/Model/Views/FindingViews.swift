import EvidenceModel

/// Views of findings.
enum FindingViews {
  static let models = [
    ViewModel("current_finding", leavingOut: ["finding_id"], current),
    ViewModel("finding_history", leavingOut: ["finding_id", "event_id"], history),
    // How long an episode has been open runs with the clock; the reports can be asked for it.
    ViewModel("resource_tag", tags),
    ViewModel("remediation", leavingOut: ["finding_id", "open_days"], remediation),
  ]

  private static func current(_ standpoint: Standpoint) -> [ModelRow] {
    standpoint.present.map { name, event in
      standpoint.nameColumns(name).without("discriminator").with(standpoint.labelColumns(event))
        .with(standpoint.stateColumns(event))
        .with(
          row([
            "title": standpoint.rules[name.ruleName]?.title,
            "is_waived": standpoint.isWaived(name),
            "last_confirmed_at": standpoint.lastConfirmed(name),
            "failing_since": standpoint.failingSince(name),
          ]))
    }
  }

  private static func tags(_ standpoint: Standpoint) -> [ModelRow] {
    let told = standpoint.present.flatMap { name, event in
      event.state.tags.map { tag in
        row([
          "provider": name.provider, "account": name.account, "region": name.region,
          "resource": name.resource, "key": tag.key, "value": tag.value,
        ])
      }
    }
    return Dictionary(grouping: told) { $0 }.map { tag, same in
      tag.with(row(["findings": same.count]))
    }
  }

  private static func history(_ standpoint: Standpoint) -> [ModelRow] {
    standpoint.events.flatMap { name, events in
      events.indices.map { index in
        let event = events[index]
        return standpoint.nameColumns(name).without("discriminator")
          .with(standpoint.stateColumns(event))
          .with(
            row([
              // What is gone has no severity.
              "severity": event.state.status == .gone ? nil : event.state.severity,
              "until": index + 1 < events.count ? events[index + 1].since : nil,
              "scan_id": standpoint.model.number(of: event.scan),
              "recorded_in": standpoint.model.recordedIn(event, of: name),
            ]))
      }
    }
  }

  private static func remediation(_ standpoint: Standpoint) -> [ModelRow] {
    standpoint.events.keys.flatMap { name in
      standpoint.episodes(of: name).map { episode in
        standpoint.nameColumns(name).without("discriminator").with(
          row([
            "severity": episode.opening.state.severity, "episode": episode.number,
            "opened_at": episode.openedAt, "closed_at": episode.closedAt,
            "outcome": episode.outcome,
          ]))
      }
    }
  }
}
