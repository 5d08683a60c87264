import EvidenceStore
import Foundation
import Testing

/// The database against the obvious model of its semantics, over random histories: what scans
/// change, every view, and the reports at many moments and with what was known at many times.
///
/// `TICKMARK_HISTORIES=5000 swift test --filter HistoryTests` tries more of them, and
/// `TICKMARK_SEED=20260301` others. A history with a difference is made as small as can be and
/// printed as a story, to be kept in `Stories` when its answer has been worked out.
@Suite struct HistoryTests {
  private static let seeds: Range<UInt64> = {
    let environment = ProcessInfo.processInfo.environment
    let first = environment["TICKMARK_SEED"].flatMap(UInt64.init) ?? 0
    let count = environment["TICKMARK_HISTORIES"].flatMap(UInt64.init) ?? 120
    print("random histories: seeds \(first)..<\(first + count)")
    return first..<first + count
  }()

  /// How many tests share the seeds, so that they can run beside each other.
  private static let shares: UInt64 = 4

  @Test(arguments: 0..<shares)
  func `the database says what the model says`(share: UInt64) {
    for seed in Self.seeds where seed % Self.shares == share {
      let story = RandomStory.story(seed: seed, reports: 30)
      check(story, seed: seed, StoryTrial().difference(in:))
      // In another order, the model says the same, and the rows come in the same order.
      guard seed % (Self.shares * 4) == share else { continue }
      check(story, seed: seed) { story in
        var random = SeededGenerator(seed: seed)
        let other = story.withScansReordered(using: &random)
        do {
          return try StoryTrial().difference(in: other)
            ?? OrderTrial().difference(in: story, told: other)
        } catch let error as StoreError where error.code == .unknownName {
          // A waiver names an account by a key that another provider's account has by then, too.
          return nil
        }
      }
    }
  }

  /// Records an issue where a story shows a difference, with the smallest story that shows it.
  private func check(
    _ story: Story, seed: UInt64, _ difference: @escaping (Story) throws -> Difference?
  ) {
    do {
      guard let found = try difference(story) else { return }
      let smallest = StoryShrinker(difference: difference).shrink(story, showing: found)
      Issue.record(
        """
        seed \(seed): the smallest story with this difference

        \(smallest.story.text)
        \(smallest.difference)
        """)
    } catch {
      Issue.record(error, "seed \(seed) cannot be told:\n\n\(story.text)")
    }
  }
}
