import EvidenceStore
import Foundation
import Reports
import Testing

/// Reports over stories whose answers were worked out by hand: one file each in `Stories`.
///
/// `RECORD=1 swift test --filter StoryTests` writes the rows anew, to be read before they are kept.
@Suite struct StoryTests {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().appending(path: "Stories")

  /// The stories' files.
  static let names: [String] = {
    let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return (files ?? []).filter { $0.hasSuffix(".txt") }.sorted()
  }()

  static func story(_ name: String) throws -> Story {
    try StoryReader.read(String(contentsOf: folder.appending(path: name), encoding: .utf8))
  }

  @Test(arguments: names)
  func `reports say what the story expects`(name: String) throws {
    let file = Self.folder.appending(path: name)
    var lines = try String(contentsOf: file, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let story = try StoryReader.read(lines.joined(separator: "\n"))
    let teller = try StoryTeller()
    var shift = 0
    for step in story.steps {
      try teller.tell(step)
      guard case .query(let query) = step else { continue }
      let columns = query.expected.first?.split(separator: "|").map(String.init)
      let rows = try teller.rows(of: query, columns: columns)
      if ProcessInfo.processInfo.environment["RECORD"] == "1" {
        let start = query.line + shift
        lines.replaceSubrange(start..<start + query.expected.count, with: rows.map { "  " + $0 })
        shift += rows.count - query.expected.count
      } else {
        #expect(rows == query.expected, "\(name), line \(query.line): \(query.name)")
      }
    }
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try Data(lines.joined(separator: "\n").utf8).write(to: file)
    }
    #expect(try teller.test.store.verify().differences == [])
  }

  @Test(arguments: names)
  func `the model says what the database says`(name: String) throws {
    let file = Self.folder.appending(path: name)
    let story = try StoryReader.read(String(contentsOf: file, encoding: .utf8))
    let difference = try StoryTrial().difference(in: story)
    #expect(difference == nil, "\(name): \(difference?.description ?? "")")
  }

  @Test func `every report is in a story`() throws {
    let told = try Self.names.flatMap { name in
      try Self.story(name).steps.compactMap { step in
        if case .query(let query) = step { query.name } else { nil }
      }
    }
    let missing = Set(CannedQuery.all.map(\.name)).subtracting(told)
    #expect(missing == [])
  }
}
