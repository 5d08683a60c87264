import ArgumentParser

/// Whether a gate lets a pipeline go on.
struct GateVerdict {
  /// How many meet the condition.
  let matches: Int
  /// How many there are.
  let count: Int
  /// What they are, in the singular.
  let what: String
  /// The condition.
  let condition: String

  init(matches: Int, of count: Int, what: String, condition: String) {
    self.matches = matches
    self.count = count
    self.what = what
    self.condition = condition
  }

  /// The reason, on one line.
  var text: String {
    "--fail-on: \(matches) of \(counted(count, what)) "
      + "\(matches == 1 ? "is" : "are") so: \(condition)"
  }

  /// Ends the program with status 2 where something meets the condition, and says so.
  func end() throws {
    guard matches > 0 else { return }
    Terminal.note(text)
    throw ExitCode(2)
  }
}
