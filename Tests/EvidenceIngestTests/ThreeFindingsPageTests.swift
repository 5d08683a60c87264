import Foundation
import Testing

/// The page that tells three findings of the series, held to what the database says of them.
@Suite(.enabled(if: Series.isThere, "the scan series is not beside the package: skipped"))
struct ThreeFindingsPageTests {
  /// A statement of the page with the table below it.
  private struct Answer {
    var sql: String
    var rows: [String] = []
  }

  @Test func `every statement of the page gives the rows below it`() throws {
    let database = try ScratchDatabase()
    for scan in 1...6 { _ = try database.ingest(Series.file(scan, "ocsf.json")) }
    let answers = try Self.answers()
    #expect(answers.count == 6)
    for answer in answers {
      #expect(try database.rows(answer.sql) == answer.rows, "\(answer.sql)")
    }
  }

  private static func answers() throws -> [Answer] {
    let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
      .appending(path: "Sources/EvidenceStore/EvidenceStore.docc/ThreeFindings.md")
    var answers: [Answer] = []
    var statement: [Substring]?
    for line in try String(contentsOf: page, encoding: .utf8).split(separator: "\n") {
      if line == "```sql" {
        statement = []
      } else if line == "```", let lines = statement {
        answers.append(Answer(sql: lines.joined(separator: "\n")))
        statement = nil
      } else if statement != nil {
        statement?.append(line)
      } else if line.hasPrefix("|"), !answers.isEmpty {
        let cells = line.dropFirst().dropLast().split(
          separator: "|", omittingEmptySubsequences: false)
        answers[answers.count - 1].rows.append(
          cells.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: "|"))
      }
    }
    // The first two lines of a table are its header.
    return answers.map { Answer(sql: $0.sql, rows: Array($0.rows.dropFirst(2))) }
  }
}
