/// A program with its arguments.
struct Command: Sendable {
  /// A path, or a name to be looked up in `PATH`.
  var program: String
  var arguments: [String]

  init(_ program: String, _ arguments: String...) {
    self.program = program
    self.arguments = arguments
  }
}
