/// Parts of a SARIF log.
extension JSONValue {
  /// A `reportingDescriptor`.
  static func rule(key: String, title: String, severity: String, tool: String) -> JSONValue {
    let score = SARIFFailure.score(of: severity)
    return .object([
      ("id", .text(key)),
      ("shortDescription", .object([("text", .text(title))])),
      ("fullDescription", .object([("text", .text(title))])),
      (
        "help",
        .object([
          ("text", .text("\(tool) checks '\(key)': 'tickmark catalog show \(key)' says more."))
        ])
      ),
      (
        "defaultConfiguration", .object([("level", .text(SARIFFailure.level(of: severity)))])
      ),
      (
        "properties",
        .object(
          [("tags", .array([.text("security"), .text("compliance")]))]
            + (score.map { [("security-severity", .text($0))] } ?? []))
      ),
    ])
  }

  /// A `result`.
  static func result(_ failure: SARIFFailure, ruleIndex: Int) -> JSONValue {
    let message = failure.detail.isEmpty ? failure.title : failure.detail
    var members: [(name: String, value: JSONValue)] = [
      ("ruleId", .text(failure.rule)),
      ("ruleIndex", .number(ruleIndex)),
      ("kind", .text("fail")),
      ("level", .text(SARIFFailure.level(of: failure.severity))),
      ("message", .object([("text", .text(message.isEmpty ? failure.rule : message))])),
      ("locations", .array([location(of: failure)])),
      (
        "partialFingerprints",
        .object([
          ("primaryLocationLineHash", .text(failure.fingerprint)),
          ("tickmarkFinding/v1", .text(failure.fingerprint)),
        ])
      ),
    ]
    let reasons = suppressions(of: failure)
    if !reasons.isEmpty { members.append(("suppressions", .array(reasons))) }
    members.append(
      (
        "properties",
        .object(
          [
            ("severity", failure.severity), ("provider", failure.provider),
            ("account", failure.account), ("region", failure.region),
            ("resourceType", failure.resourceType), ("failingSince", failure.failingSince),
            ("requirements", failure.requirements),
          ].filter { !$0.1.isEmpty }.map { ($0.0, .text($0.1)) })
      ))
    return .object(members)
  }

  /// Where a failure is. Code scanning refuses a result without a file: a resource that is none
  /// stands for one by its name, and as what it is beside.
  private static func location(of failure: SARIFFailure) -> JSONValue {
    let address = failure.file.map(uri) ?? uri(ofResource: failure)
    let resource = JSONValue.object(
      [
        ("name", failure.resourceName.isEmpty ? failure.resource : failure.resourceName),
        ("fullyQualifiedName", failure.resource), ("kind", "resource"),
      ].map { ($0.0, .text($0.1)) })
    return .object([
      (
        "physicalLocation",
        .object([
          ("artifactLocation", .object([("uri", .text(address))])),
          ("region", .object([("startLine", .number(1))])),
        ])
      ),
      ("logicalLocations", .array([resource])),
    ])
  }

  private static func suppressions(of failure: SARIFFailure) -> [JSONValue] {
    var reasons: [String] = []
    if failure.isMuted { reasons.append("muted by \(failure.tool)") }
    if failure.isWaived { reasons.append("accepted by a waiver") }
    return reasons.map {
      .object([("kind", .text("external")), ("justification", .text($0))])
    }
  }

  private static func uri(ofPath path: String) -> String {
    let parts = path.split(separator: "/").filter { $0 != "." }
    return URIText.path(parts.joined(separator: "/"))
  }

  private static func uri(ofResource failure: SARIFFailure) -> String {
    [failure.provider, failure.account, failure.region, failure.resource]
      .filter { !$0.isEmpty }.map(URIText.part).joined(separator: "/")
  }
}
