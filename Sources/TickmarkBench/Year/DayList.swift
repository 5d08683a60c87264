import ArgumentParser

/// Days as a user names them: `90,365`.
struct DayList: ExpressibleByArgument {
  var days: [Int]

  init(_ days: [Int]) { self.days = days }

  init?(argument: String) {
    let words = argument.split(separator: ",", omittingEmptySubsequences: false)
    days = words.compactMap { Int($0) }
    guard days.count == words.count, days.allSatisfy({ $0 > 0 }) else { return nil }
  }

  var defaultValueDescription: String { days.map(String.init).joined(separator: ",") }
}
