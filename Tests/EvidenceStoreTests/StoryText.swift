import EvidenceModel

@testable import EvidenceStore

extension Story {
  /// The story in the form that ``StoryReader`` reads.
  var text: String {
    steps.flatMap(\.lines).map { $0 + "\n" }.joined()
  }
}

extension Story.Step {
  /// The step's line and those below it.
  var lines: [String] {
    switch self {
    case .rule(let rule, let tool):
      var words = rule.words
      words.insert(("tool", tool), at: 0)
      return [storyLine("rule", [rule.key], words)]
    case .catalog(let document): return document.lines
    case .scan(let scan): return scan.lines
    case .waive(let acceptance): return [acceptance.line]
    case .revoke(let id, let moment):
      return [storyLine("revoke", ["\(id)"], [("at", moment.storyText)])]
    case .attest(let testimony): return [testimony.line]
    case .withdraw(let id, let moment):
      return [storyLine("withdraw", ["\(id)"], [("at", moment.storyText)])]
    case .set(let setting, let recordedAt):
      return [storyLine("set", [], [(setting.key, setting.value), recorded(recordedAt)])]
    case .target(let target, let recordedAt):
      return [
        storyLine(
          "target", [],
          [
            (target.severity.key, target.days.map { "\($0)" } ?? "none"),
            ("framework", target.framework), recorded(recordedAt),
          ])
      ]
    case .query(let query):
      let parameters = query.parameters.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
      return [storyLine(query.isView ? "view" : "query", [query.name], parameters)]
        + query.expected.map { "  " + $0 }
    }
  }
}

private typealias Pair = (String, String?)

private func storyLine(_ verb: String, _ plain: [String], _ pairs: [Pair]) -> String {
  ([verb] + plain.map(quoted)
    + pairs.compactMap { key, value in
      value.map { "\(key)=\(quoted($0))" }
    }).joined(separator: " ")
}

private func quoted(_ text: String) -> String {
  text.isEmpty || text.contains(" ") ? "\"\(text)\"" : text
}

private func recorded(_ moment: Timestamp?) -> Pair { ("recorded", moment?.storyText) }

private func account(_ account: String, of provider: String) -> String {
  provider == "aws" ? account : "\(provider):\(account)"
}

private func list(_ words: [String]) -> String? {
  words.isEmpty ? nil : words.joined(separator: ",")
}

extension String {
  /// `nil` where it is what a reader assumes.
  fileprivate func unless(_ usual: String) -> String? { self == usual ? nil : self }
}

extension RequirementReference {
  fileprivate var storyText: String { "\(edition):\(requirement)" }
}

extension RuleDefinition {
  fileprivate var words: [(String, String?)] {
    [
      ("title", title.unless("Rule \(key)")), ("service", service.unless("")),
      ("severity", severity.key), ("cvss", cvss.map { "\($0)" }), ("cwe", cwe.map { "\($0)" }),
      ("threats", list(threats.map(\.key))), ("scopes", list(scopes.map(\.framework))),
      ("maps", list(mappings.map(\.storyText))), ("description", description.unless("")),
      ("recommendation", recommendation.unless("")), ("url", referenceURL),
    ]
      + equivalents.map { statement in
        switch statement {
        case .same(let catalog, let rule): ("same", "\(catalog)/\(rule)")
        case .none(let catalog, let reason): ("none", "\(catalog)/\(reason)")
        }
      }
  }
}

extension Story.Catalog {
  fileprivate var lines: [String] {
    let head = storyLine(
      "catalog", [catalog.key],
      [
        ("as", artifact), recorded(recordedAt),
        ("title", catalog.title.unless("Catalog \(catalog.key)")),
      ])
    let frameworks = catalog.frameworks.map { framework in
      storyLine(
        "framework", [framework.key],
        [("title", framework.title.unless(framework.key)), ("aliases", list(framework.aliases))])
    }
    let weaknesses = catalog.cwes.sorted { $0.key < $1.key }.map {
      storyLine("weakness", ["\($0.key)", $0.value], [])
    }
    let rules = catalog.rules.map { storyLine("rule", [$0.key], $0.words) }
    let anomalies = catalog.anomalies.map { anomaly in
      storyLine(
        "anomaly", [anomaly.code],
        [
          ("rule", anomaly.rule), ("line", "\(anomaly.line)"),
          ("message", anomaly.message.unless("")),
        ])
    }
    let requirements = catalog.editions.flatMap { edition in
      edition.requirements.map { requirement in
        storyLine(
          requirement.isAssessable ? "requirement" : "heading",
          ["\(edition.key):\(requirement.key)"],
          [("title", requirement.title.unless("")), ("parent", requirement.parent)])
      }
    }
    let evidence = catalog.evidence.map { evidence in
      storyLine(
        "evidence", [evidence.requirement.storyText],
        [
          ("rule", evidence.rule.map { "\($0.catalog)/\($0.rule)" }),
          ("reason", evidence.reason.unless("")),
        ])
    }
    let lines = frameworks + weaknesses + rules + requirements + evidence + anomalies
    return [head] + lines.map { "  " + $0 }
  }
}

extension Story.Scan {
  fileprivate var lines: [String] {
    let head = storyLine(
      "scan", [scannedAt.storyText] + (basis == .complete ? ["complete"] : []),
      [("as", artifact), ("tool", tool), recorded(recordedAt)])
    let results = observations.map { observation in
      let resource = observation.resource
      let hasLabel = !(resource.name + resource.type).isEmpty
      return storyLine(
        observation.status.key,
        [
          observation.rule,
          "\(account(resource.account, of: resource.provider))/\(resource.region)/\(resource.uid)",
          observation.severity.key,
        ] + (observation.isMuted ? ["muted"] : []),
        [
          ("part", observation.discriminator.unless("")),
          ("detail", observation.detail.unless("")),
          ("at", observation.scannedAt == scannedAt ? nil : observation.scannedAt.storyText),
          ("label", hasLabel ? "\(resource.name):\(resource.type)" : nil),
          ("tags", list(resource.tags.map { "\($0.key):\($0.value)" })),
        ])
    }
    let declared = declarations.map { coverage in
      storyLine(
        "declare", [account(coverage.account, of: coverage.provider)],
        [
          ("rules", coverage.rules.map { $0.sorted().joined(separator: ",") }),
          ("regions", coverage.regions.map { $0.sorted().joined(separator: ",") }),
        ])
    }
    return [head]
      + (declared + results + rejections.map { storyLine("reject", [$0], []) }).map { "  " + $0 }
  }
}

extension Story.Acceptance {
  fileprivate var line: String {
    let selection = waiver.selection
    var framework: String?
    var requirement: String?
    switch selection.limit {
    case .framework(let name): framework = name
    case .requirement(let reference): requirement = reference.storyText
    case nil: break
    }
    let number = selection.findingID.map { "\($0)" }
    return storyLine(
      "waive", [],
      [
        ("at", recordedAt.storyText),
        (
          "starts",
          waiver.startsAt == recordedAt ? nil : waiver.startsAt.storyText
        ),
        ("expires", waiver.expiresAt.storyText), ("finding", number ?? finding?.storyText),
        ("part", finding?.discriminator.unless("")), ("rule", selection.rule),
        ("resource", selection.resource), ("account", selection.account),
        ("tag", selection.tag.map { "\($0.key):\($0.pattern)" }), ("framework", framework),
        ("requirement", requirement), ("reason", waiver.reason.unless("accepted")),
        ("owner", waiver.owner.unless("owner")), ("approver", waiver.approver.unless("approver")),
        ("ticket", waiver.ticket),
      ])
  }
}

extension Story.Testimony {
  fileprivate var line: String {
    storyLine(
      "attest",
      [attestation.requirement.storyText] + (attestation.isMet ? [] : ["not_met"]),
      [
        ("at", recordedAt.storyText),
        (
          "starts",
          attestation.startsAt == recordedAt ? nil : attestation.startsAt.storyText
        ),
        ("until", attestation.expiresAt.storyText), ("account", attestation.account),
        ("by", attestation.attestedBy.unless("officer")), ("note", attestation.note),
        ("evidence", list(evidence)),
      ])
  }
}

extension Story.FindingName {
  fileprivate var storyText: String {
    "\(tool)/\(rule)/\(EvidenceStoreTests.account(account, of: provider))/\(region)/\(resource)"
  }
}
