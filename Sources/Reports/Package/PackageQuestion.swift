/// Rows that are drawn from an answer: see ``PopulationSample``.
public struct PackageSample: Hashable, Sendable, Codable {
  /// How many rows.
  public var size: Int
  /// What chooses them.
  public var seed: Int

  /// A sample of a size, chosen by a seed.
  public init(size: Int, seed: Int) {
    self.size = size
    self.seed = seed
  }
}

/// One file of rows of an evidence package: the question whose answer it is.
struct PackageQuestion: Sendable {
  /// The file's name in the package, with `/` after each folder.
  var file: String
  /// What the file is, for who receives it: one sentence.
  var about: String
  /// The canned report, such as `findings/framework_findings`; `nil` where the SQL is the user's own.
  var report: String?
  /// The statement.
  var sql: String
  /// What is bound to each of its parameters.
  var values: [String: SQLValue]
  /// How the rows are written.
  var format = OutputFormat.csv
  /// Set where the file is a sample of the rows.
  var sample: PackageSample?

  /// The name of the file that holds the statement: one for each report, and one for each file that
  /// is no report's.
  var queryFile: String {
    guard let report else { return "queries/own/\(file).sql" }
    return "queries/" + (report.split(separator: "/").last.map(String.init) ?? report) + ".sql"
  }

  /// Runs the statement.
  ///
  /// - Parameter connection: The database.
  /// - Returns: The rows, computed as they are pulled; a sample is drawn at once.
  /// - Throws: `QueryError`.
  func rows(from connection: ReadOnlyConnection) throws -> any RowSource {
    let rows = try connection.query(sql, values: values)
    guard let sample else { return rows }
    return try PopulationSample(of: rows, size: sample.size, seed: sample.seed)
      .source(isComplete: true)
  }
}
