/// A labelled field of a rule in a threat modeling document.
enum RuleField: CaseIterable {
  case description, cwe, severity, cvss, scope, recommendation, stride, source, dependent

  /// The field with this label, whatever its case.
  init?(label: some StringProtocol) {
    let words = label.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard let match = Self.allCases.first(where: { $0.label.lowercased() == words }) else {
      return nil
    }
    self = match
  }

  /// The label as documents write it, without its colon.
  var label: String {
    switch self {
    case .description: "Description"
    case .cwe: "CWE"
    case .severity: "Severity"
    case .cvss: "CVSS"
    case .scope: "Assurance Scope"
    case .recommendation: "Recommendation"
    case .stride: "Threat Model STRIDE Mapping"
    case .source: "source"
    case .dependent: "dependent"
    }
  }

  /// The field's key among a rule's texts as they were written.
  var key: String {
    switch self {
    case .description: "description"
    case .cwe: "cwe"
    case .severity: "severity"
    case .cvss: "cvss"
    case .scope: "assurance_scope"
    case .recommendation: "recommendation"
    case .stride: "stride"
    case .source: "source"
    case .dependent: "dependent"
    }
  }

  /// How a field's text may go on after its label's line.
  enum Continuation {
    /// Over any number of lines and paragraphs.
    case paragraphs
    /// Over the lines that follow at once.
    case adjacentLines
    /// Only where the label's own line is empty.
    case none
  }

  /// How this field's text may go on.
  var continuation: Continuation {
    switch self {
    case .description, .recommendation, .source: .paragraphs
    case .cwe, .scope, .stride, .dependent: .adjacentLines
    case .severity, .cvss: .none
    }
  }

  /// The fields without which a rule is incomplete.
  static let required: [RuleField] = [
    .description, .cwe, .severity, .cvss, .scope, .recommendation, .stride,
  ]
}
