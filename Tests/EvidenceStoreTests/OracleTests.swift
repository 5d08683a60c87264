import EvidenceModel
import GRDB
import Reports
import Testing

@testable import EvidenceStore

/// The model and what compares it with the database.
@Suite struct OracleTests {
  @Test func `every report has a model`() {
    let names = Set(CannedQuery.all.map(\.name))
    #expect(names == Set(ReportModel.byName.keys))
  }

  @Test func `every public view has a model`() throws {
    let views = try TestStore().rows(
      "SELECT name FROM sqlite_schema WHERE type = 'view' AND substr(name, 1, 1) <> '_'")
    #expect(Set(views) == Set(ViewModel.byName.keys))
  }

  @Test func `a story's text is read back as the story`() throws {
    for seed in UInt64(0)..<20 {
      let story = RandomStory.story(seed: seed, reports: 5)
      var copy = try StoryReader.read(story.text)
      copy.steps = copy.steps.map { step in
        guard case .query(var query) = step else { return step }
        query.line = 0
        return .query(query)
      }
      #expect(copy == story, "seed \(seed)")
    }
  }

  @Test func `a planted fault is found and made small`() throws {
    // A database that forgets the failures of which the scanner says what it usually says.
    let trial = StoryTrial { query, rows in
      guard query.name == "current_finding" else { return rows }
      return rows.filter { !$0.contains(.text("fail")) || !$0.contains(.text("usual")) }
    }
    var found = 0
    // Not every story has such a failure in the end.
    for seed in UInt64(0)..<10 where found < 2 {
      let story = RandomStory.story(seed: seed, reports: 0)
      guard let difference = try trial.difference(in: story) else { continue }
      found += 1
      let smallest = StoryShrinker(difference: trial.difference(in:))
        .shrink(story, showing: difference)
      let lines = smallest.story.text.split(separator: "\n")
      try #require(lines.count == 3, "\(smallest.story.text)")
      #expect(lines[0].hasPrefix("scan "))
      #expect(lines[1].hasPrefix("  fail ") && lines[1].hasSuffix(" high detail=usual"))
      #expect(lines[2] == "view current_finding")
      #expect(smallest.difference.expected.count == 1)
      #expect(smallest.difference.actual == [])
      #expect(try StoryTrial().difference(in: smallest.story) == nil)
    }
    #expect(found == 2)
  }
}
