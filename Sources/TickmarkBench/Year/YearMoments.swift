import EvidenceModel
import SampleScans

/// The moments and the things that questions about a year are asked of, at a checkpoint.
struct YearMoments {
  /// The last day.
  let day: Int
  /// The first day of the period: it has 90 days where there are so many, and a day before it.
  let firstDay: Int
  /// A day in the middle.
  let middleDay: Int
  /// The resource and the rule of some finding.
  let resource: String
  let rule: String

  init(day: Int, example: Observation) {
    self.init(day: day, resource: example.resource.uid, rule: example.rule)
  }

  private init(day: Int, resource: String, rule: String) {
    self.day = day
    firstDay = max(min(2, day), day - 89)
    middleDay = (day + 1) / 2
    self.resource = resource
    self.rule = rule
  }

  /// The same things at another checkpoint.
  func moved(toDay day: Int) -> YearMoments {
    YearMoments(day: day, resource: resource, rule: rule)
  }

  /// A day, as people write it.
  static func date(ofDay day: Int) -> String {
    String(GeneratedYear.time(ofDay: day).description.prefix(10))
  }

  /// The first second of a day, since 1970.
  static func seconds(ofDay day: Int) -> Int64 {
    GeneratedYear.time(ofDay: day).microseconds / 86_400_000_000 * 86_400
  }
}
