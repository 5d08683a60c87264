import Foundation

/// Runs a command as a process of its own, so that what it used is the operating system's account.
struct ChildProcess {
  /// What became of a command.
  enum Outcome {
    /// It did what it was asked for.
    case done(Measurement)
    /// It could not be started, or failed; with the last thing that it said.
    case failed(reason: String)
  }

  let workspace: Workspace

  /// Runs a command to its end. What it prints goes to files in the workspace.
  func run(_ command: Command) throws -> Outcome {
    let output = workspace.path("stdout.txt")
    let errors = workspace.path("stderr.txt")
    let clock = ContinuousClock()
    let start = clock.now
    let id: pid_t
    do {
      id = try workspace.start { try spawn(command, output: output, errors: errors) }
    } catch let error as BenchError {
      return .failed(reason: error.description)
    }
    let (status, usage) = workspace.wait(for: id)
    let seconds = (clock.now - start) / .seconds(1)
    // As WIFEXITED and WEXITSTATUS have it, which Swift cannot import.
    if status & 0x7F != 0 { return .failed(reason: "ended by signal \(status & 0x7F)") }
    let exitCode = status >> 8 & 0xFF
    guard exitCode == 0 else {
      let text = String(decoding: try Data(contentsOf: URL(filePath: errors)), as: UTF8.self)
      let lines = text.split(whereSeparator: \.isNewline)
      // An error of tickmark's ends with a hint.
      let start = lines.lastIndex { !$0.hasPrefix("hint: ") }
      let reason = start.map { lines[$0...].joined(separator: "; ") }
      return .failed(reason: reason ?? "exit code \(exitCode)")
    }
    return .done(Measurement(seconds: seconds, usage: usage))
  }

  /// What the last command printed.
  func printed() throws -> String {
    let data = try Data(contentsOf: URL(filePath: workspace.path("stdout.txt")))
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private func spawn(_ command: Command, output: String, errors: String) throws -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    let writing = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, writing, 0o644)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, writing, 0o644)
    // The signals that the benchmark watches or ignores would be ignored in the child, too.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))

    var words: [UnsafeMutablePointer<CChar>?] =
      ([command.program] + command.arguments).map { strdup($0) }
    words.append(nil)
    defer { for word in words { free(word) } }
    var id: pid_t = 0
    let code = posix_spawnp(&id, command.program, &actions, &attributes, words, Self.environment)
    guard code == 0 else {
      throw BenchError(description: String(cString: strerror(code)).lowercased())
    }
    return id
  }

  private static var environment: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
    #if canImport(Darwin)
      _NSGetEnviron().pointee
    #else
      environ
    #endif
  }
}
