import EvidenceModel

/// What an observation of OSCAL assessment results says of a rule, as tools write it that check rules
/// for controls: Compliance-to-Policy and those that follow it.
///
/// The model has no place for such results. The tools put the rule in a property of the observation,
/// and the verdict in a property of each subject, or of the observation where there is none.
///
/// Source: oscal-compass/compliance-to-policy-go, `framework/reporter.go`.
struct OSCALRuleResult {
  /// The verdict on a subject.
  struct Verdict {
    /// The subject; `nil` where the verdict is on everything that was observed.
    var subject: OSCALAssessment.Subject?
    var word: String
    var reason: String?
  }

  /// The words for verdicts.
  static let statuses: [String: Status] = [
    "pass": .pass, "passed": .pass, "satisfied": .pass, "fail": .fail, "failed": .fail,
    "failure": .fail, "not-satisfied": .fail, "warn": .fail, "warning": .fail, "error": .error,
    "skip": .notApplicable, "skipped": .notApplicable, "notapplicable": .notApplicable,
  ]

  /// The rule's id.
  let rule: String
  /// What is said of the rule.
  let description: String
  /// The observation's id, which each run makes anew.
  let id: String?
  /// What was found.
  let verdicts: [Verdict]

  /// An observation in JSON; `nil` where it is none of a rule, or has no verdict.
  init?(_ value: JSONValue) {
    func properties(_ value: JSONValue) -> [String: String] {
      Self.properties(
        value.elements("props").map { ($0.string("name"), $0.string("value")) })
    }
    self.init(
      properties: properties(value), id: value.string("uuid"),
      description: value.string("title") ?? value.string("description"),
      subjects: value.elements("subjects").compactMap { subject in
        OSCALAssessmentResults.subject(subject).map { ($0, properties(subject)) }
      })
  }

  /// An observation in XML; `nil` where it is none of a rule, or has no verdict.
  init?(_ element: XMLElement) {
    func properties(_ element: XMLElement) -> [String: String] {
      Self.properties(
        element.children(named: "prop").map { ($0.attributes["name"], $0.attributes["value"]) })
    }
    self.init(
      properties: properties(element), id: element.attributes["uuid"],
      description: element["title"]?.presentText ?? element["description"]?.presentText,
      subjects: element.children(named: "subject").compactMap { subject in
        OSCALAssessmentResultsXML.subject(subject).map { ($0, properties(subject)) }
      })
  }

  private init?(
    properties: [String: String], id: String?, description: String?,
    subjects: [(subject: OSCALAssessment.Subject, properties: [String: String])]
  ) {
    let names = ["assessment-rule-id", "rule-id", "check-id"]
    guard let rule = names.lazy.compactMap({ properties[$0] }).first else { return nil }
    self.rule = rule
    self.id = id
    self.description = description ?? ""
    var verdicts = subjects.compactMap { subject, properties in
      properties["result"].map {
        Verdict(subject: subject, word: $0, reason: properties["reason"])
      }
    }
    if verdicts.isEmpty, let word = properties["result"] {
      let subject = subjects.count == 1 ? subjects.first?.subject : nil
      verdicts = [Verdict(subject: subject, word: word, reason: properties["reason"])]
    }
    guard !verdicts.isEmpty else { return nil }
    self.verdicts = verdicts
  }

  /// Properties by their names in lower case, with hyphens: `Rule_Id` is `rule-id`.
  private static func properties(_ list: [(name: String?, value: String?)]) -> [String: String] {
    var properties: [String: String] = [:]
    for (name, value) in list {
      guard let name, let value, !value.isEmpty else { continue }
      properties[name.lowercased().replacing("_", with: "-")] = value
    }
    return properties
  }
}
