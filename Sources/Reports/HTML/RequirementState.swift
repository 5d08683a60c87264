/// What the evidence says of a requirement, worst first.
enum RequirementState: String, CaseIterable {
  case fail
  case waived
  case manual
  case stale
  case pass
  case notEvaluated = "not_evaluated"

  /// The column of `framework_status` that counts them.
  var column: String {
    switch self {
    case .fail: "requirements_failing"
    case .pass: "requirements_passing"
    case .waived, .manual, .stale, .notEvaluated: "requirements_\(rawValue)"
    }
  }

  /// What it is called.
  var label: String {
    switch self {
    case .fail: "Fail"
    case .waived: "Waived"
    case .manual: "Manual"
    case .stale: "Stale"
    case .pass: "Pass"
    case .notEvaluated: "Not evaluated"
    }
  }

  /// What it means.
  var meaning: String {
    switch self {
    case .fail: "A check found a failure that nobody accepted."
    case .waived: "What fails is accepted by a waiver."
    case .manual: "A person has to decide; no check can."
    case .stale: "The evidence is older than it may be."
    case .pass: "All of its evidence passes."
    case .notEvaluated: "No check has looked at it. This is not a pass."
    }
  }

  /// What follows a number of them in a sentence.
  func predicate(_ count: Int) -> String {
    let text = ReportWords.grouped(count)
    return switch self {
    case .fail: text + (count == 1 ? " fails" : " fail")
    case .waived: text + (count == 1 ? " fails but is accepted" : " fail but are accepted")
    case .manual: text + (count == 1 ? " waits for a person" : " wait for a person")
    case .stale: text + (count == 1 ? " rests on old evidence" : " rest on old evidence")
    case .pass: text + (count == 1 ? " passes" : " pass")
    case .notEvaluated: text + (count == 1 ? " was not evaluated" : " were not evaluated")
    }
  }
}
