/// How a result is written.
///
/// ```swift
/// let written = try OutputFormat.table.write(rows, to: sink, options: .init(width: 120))
/// print(written.note)  // (3 rows)
/// ```
public enum OutputFormat: String, CaseIterable, Sendable, Codable {
  /// Aligned columns, for people at a terminal.
  case table
  /// RFC 4180, with a header.
  case csv
  /// One array with an object for each row.
  case json
  /// An object for each row, each on a line of its own.
  case ndjson
  /// A table of GitHub-flavoured Markdown.
  case markdown

  /// Writes rows to a sink, and flushes it.
  ///
  /// Rows are written as they come; only the table keeps its first ones, to measure them. Where
  /// `rows` throws, what came before has been written.
  ///
  /// - Parameters:
  ///   - rows: What to write.
  ///   - sink: Where to.
  ///   - options: What differs between uses of a format.
  ///   - limit: How many rows at most.
  /// - Returns: How many rows there were.
  /// - Throws: What `rows` throws, and `QueryError` where the sink cannot be written to.
  @discardableResult
  public func write(
    _ rows: some RowSource, to sink: ByteSink, options: OutputOptions = OutputOptions(),
    limit: Int? = nil
  ) throws -> WrittenRows {
    var writer = writer(options)
    var count = 0
    var isCutOff = false
    do {
      try writer.begin(rows.columns, to: sink)
      while let row = try rows.next() {
        if let limit, count >= limit {
          isCutOff = true
          break
        }
        try writer.write(row, to: sink)
        count += 1
        rows.extendTimeLimit(by: sink.takeTimeWaited())
      }
      try writer.end(to: sink)
      try sink.flush()
    } catch {
      // What was read stands on the output before the error; the first error is the cause.
      if (error as? QueryError)?.code != .unwritableOutput { try sink.flush() }
      throw error
    }
    return WrittenRows(count: count, isCutOff: isCutOff)
  }

  /// A text as it stands in Markdown, on one line and without markup of its own.
  package static func markdownText(_ text: String) -> String { MarkdownWriter.escaped(text) }

  private func writer(_ options: OutputOptions) -> any RowWriter {
    switch self {
    case .table: TableWriter(width: options.width)
    case .csv: CSVWriter(guardsFormulas: options.guardsFormulas)
    case .json: JSONWriter()
    case .ndjson: NDJSONWriter()
    case .markdown: MarkdownWriter()
    }
  }
}
