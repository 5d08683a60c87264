import ArgumentParser
import Reports

/// The moment that a report is about.
struct MomentOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The moment of the report: a date, a time or a scan's number.",
      discussion: "A date means its end, in UTC. Now, where it is not given.",
      valueName: "moment"))
  var asOf: String?

  @OptionGroup var known: KnownAtOptions

  /// What was known, as somebody wrote it.
  var knownAt: String? { known.knownAt }

  /// What to say where there is no scan that a report could tell of; `nil` where there is one.
  func missingScan(on reader: ReadOnlyConnection) throws -> String? {
    try known.missingScan(by: asOf, on: reader)
  }
}

/// What the report may know.
struct KnownAtOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What was known then: a date, a time or a scan's number.",
      discussion: "All that is known, where it is not given.", valueName: "moment"))
  var knownAt: String?

  /// What to say where no scan by a moment is known; `nil` where there is one.
  func missingScan(by asOf: String?, on reader: ReadOnlyConnection) throws -> String? {
    if try reader.hasScan(asOf: asOf, knownAt: knownAt) { return nil }
    return "no scan before \(asOf ?? "now")" + (knownAt.map { ", as known on \($0)" } ?? "")
  }
}

/// Values for the parameters of a query.
struct ParameterOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("A value for a :name parameter, as name=value.", valueName: "name=value"))
  var param: [String] = []

  /// The values by name.
  var values: [String: String] {
    get throws {
      var values: [String: String] = [:]
      for text in param {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else {
          throw ValidationError("'\(text)' is not of the form name=value.")
        }
        guard values.updateValue(String(parts[1]), forKey: String(parts[0])) == nil else {
          throw ValidationError("'\(parts[0])' is given twice.")
        }
      }
      return values
    }
  }

  func validate() throws {
    _ = try values
  }
}

extension DatabaseOptions {
  /// Opens the database for reading.
  func openReader(limits: StatementLimits = .canned) throws -> ReadOnlyConnection {
    try ReadOnlyConnection(path: path, limits: limits)
  }

  /// Prints the rows of a canned query.
  func printQuery(
    _ name: String, parameters: [String: String] = [:], format: FormatOptions
  ) throws {
    let reader = try openReader()
    try format.print(try CannedQuery.named(name).rows(from: reader, parameters: parameters))
  }
}
