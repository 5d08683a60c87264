import ArgumentParser
import Foundation
import Reports

extension Tickmark {
  struct SQL: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "sql",
      abstract: "Run one SQL statement that reads.",
      usage: "tickmark sql [<options>] <statement>",
      discussion: """
        The database is opened read-only. A statement that would write, attach, load code, change \
        a setting or run past its time is refused or stopped. Pass '-' to read the statement from \
        standard input.

          tickmark sql 'SELECT rule, count(*) FROM current_finding GROUP BY rule ORDER BY 2 DESC'
          tickmark sql 'SELECT * FROM finding_history WHERE resource = :arn' -p arn=my-bucket
        """)

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var output: FormatOptions
    @OptionGroup var parameters: ParameterOptions

    @Argument(help: "The statement, or '-' for standard input.")
    var statement: String

    @Option(help: ArgumentHelp("How long it may run, in seconds.", valueName: "seconds"))
    var timeout: Double = 10

    @Option(help: "How many rows at most.")
    var limit: Int?

    func run() throws {
      let limits = StatementLimits(
        time: .seconds(timeout), memory: StatementLimits.adHoc.memory,
        onOverrun: { error in
          // The statement cannot be interrupted: see StatementLimits.
          Terminal.fail(error)
          _exit(ExitCode.failure.rawValue)
        })
      let reader = try database.openReader(limits: limits)
      let rows = try reader.query(try text(), parameters: parameters.values)
      try output.print(rows, limit: limit)
    }

    func validate() throws {
      guard timeout > 0, timeout < 1_000_000 else {
        throw ValidationError("--timeout takes a positive number of seconds.")
      }
      if let limit, limit < 1 {
        throw ValidationError("--limit takes a number of rows, 1 or more.")
      }
    }

    private func text() throws -> String {
      guard statement == "-" else { return statement }
      let data = try FileHandle.standardInput.readToEnd() ?? Data()
      return String(decoding: data, as: UTF8.self)
    }
  }
}
