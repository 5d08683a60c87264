import ArgumentParser
import Foundation
import Reports

/// How a command prints its result.
struct FormatOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: "How results are printed.")
  var format: OutputFormat = .table

  /// Prints rows as they come, and how many there were to standard error.
  func print(_ rows: some RowSource, limit: Int? = nil) throws {
    let written = try format.write(
      rows, to: .standardOutput(),
      options: OutputOptions(width: Terminal.width, guardsFormulas: false), limit: limit)
    if format == .table { Terminal.note(written.note) }
  }

  /// Prints one report: text for people, an object on one line for machines, else a row.
  func print(_ report: some PrintableReport) throws {
    switch format {
    case .table: Terminal.show(report.text)
    case .json, .ndjson: try printJSON(report)
    case .csv, .markdown:
      try print(
        MemoryRows(columns: report.fields.map(\.name), rows: [report.fields.map(\.value)]))
    }
  }

  /// Prints an object on one line, keys sorted.
  func printJSON(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    Terminal.show(String(decoding: try encoder.encode(value), as: UTF8.self))
  }
}

/// A result that is not rows of a query.
protocol PrintableReport: Encodable {
  /// A few lines for people.
  var text: String { get }
  /// The report as one row.
  var fields: [(name: String, value: SQLValue)] { get }
}

extension OutputFormat: ExpressibleByArgument {}
