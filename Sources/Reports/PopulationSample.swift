import Crypto

/// Rows that were drawn from a report so that anybody can draw them again.
///
/// Each row's text is hashed together with the seed, and the rows with the smallest hashes are the
/// sample: who does not choose the seed after seeing the rows cannot choose the rows. A row's text
/// is the JSON array of its values, without the columns that only number rows of one database
/// (`finding_id` and the like). So a seed gives the same rows from the same population, in whatever
/// order its scans were ingested.
public struct PopulationSample: Sendable {
  /// The report's columns.
  public let columns: [String]
  /// The drawn rows with their places in the population, from 1, in its order.
  public let rows: [(position: Int, values: [SQLValue])]
  /// How many rows there are to draw from.
  public let populationSize: Int
  /// The SHA-256, in hexadecimal, of the texts of all rows in order, each with a line feed.
  public let populationSHA256: String
  /// What was hashed together with each row.
  public let seed: Int

  /// Draws rows.
  ///
  /// - Parameters:
  ///   - population: The report's rows.
  ///   - size: How many rows to draw; all of them where there are fewer.
  ///   - seed: Another one draws other rows.
  /// - Throws: What reading the rows throws.
  public init(of population: some RowSource, size: Int, seed: Int) throws {
    guard size > 0 else {
      throw QueryError(.badParameter, "a sample of \(size) rows cannot be drawn")
    }
    let columns = population.columns.map(\.name)
    let hashed = columns.indices.filter { !Self.isNumbering(columns[$0]) }
    var whole = SHA256()
    var count = 0
    var drawn: [Candidate] = []
    while let values = try population.next() {
      count += 1
      let text = "[" + hashed.map { values[$0].canonicalText }.joined(separator: ",") + "]"
      whole.update(data: Array((text + "\n").utf8))
      let rank = Array(SHA256.hash(data: Array("\(seed)\n\(text)".utf8)))
      drawn.append(Candidate(rank: rank, position: count, values: values))
      // Sorting now and then keeps few rows in memory, however long the report is.
      if drawn.count - size >= max(size, 1024) { Self.keepFirst(size, of: &drawn) }
    }
    Self.keepFirst(size, of: &drawn)
    rows = drawn.sorted { $0.position < $1.position }.map { ($0.position, $0.values) }
    self.columns = columns
    populationSize = count
    populationSHA256 = hexText(whole.finalize())
    self.seed = seed
  }

  /// The sample as rows: the position, then the report's columns and, where `isComplete`, what the
  /// sample was drawn from.
  public func source(isComplete: Bool) -> MemoryRows {
    let origin = ["population_size", "population_sha256", "seed"]
    return MemoryRows(
      columns: ["position"] + columns + (isComplete ? origin : []),
      rows: rows.map { position, values in
        [.integer(Int64(position))] + values
          + (isComplete
            ? [
              .integer(Int64(populationSize)), .text(populationSHA256), .integer(Int64(seed)),
            ] : [])
      })
  }

  private struct Candidate {
    var rank: [UInt8]
    var position: Int
    var values: [SQLValue]
  }

  private static func keepFirst(_ size: Int, of drawn: inout [Candidate]) {
    drawn.sort { left, right in
      left.rank == right.rank
        ? left.position < right.position : left.rank.lexicographicallyPrecedes(right.rank)
    }
    if drawn.count > size { drawn.removeLast(drawn.count - size) }
  }

  /// True for columns whose values follow the order of ingest.
  private static func isNumbering(_ column: String) -> Bool {
    column.hasSuffix("_id") || column.hasSuffix("_ids") || column.hasSuffix("_in")
  }
}

extension SQLValue {
  fileprivate var canonicalText: String {
    switch self {
    case .null: "null"
    case .integer(let number): String(number)
    case .real(let number): number.description
    case .text(let text): JSONRowText.quoted(text)
    case .blob(let bytes): "\"" + hexText(bytes) + "\""
    }
  }
}
