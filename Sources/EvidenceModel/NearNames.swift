/// The names that somebody may have meant, nearest first.
package struct NearNames {
  /// Three of them at most.
  package let names: [String]

  /// The names among `candidates` that are nearly `wanted`, in any case.
  package init(of wanted: String, among candidates: [String]) {
    let wanted = wanted.lowercased()
    let scored = candidates.map { candidate -> (name: String, score: Int) in
      let lowered = candidate.lowercased()
      let contains = wanted.count > 2 && lowered.contains(wanted)
      return (candidate, contains ? 0 : Self.distance(wanted, lowered))
    }
    // A third of the letters may be wrong; beyond that a guess is noise.
    names =
      scored
      .filter { $0.score <= max(2, wanted.count / 3) }
      .sorted { ($0.score, $0.name) < ($1.score, $1.name) }
      .prefix(3).map(\.name)
  }

  /// `did you mean a or b?`; `nil` where there is none.
  package var question: String? {
    names.isEmpty ? nil : "did you mean \(names.joined(separator: " or "))?"
  }

  /// Letters to insert, delete or replace to get from one text to the other.
  private static func distance(_ first: String, _ second: String) -> Int {
    let second = Array(second)
    var row = Array(0...second.count)
    for (line, letter) in first.enumerated() {
      var diagonal = row[0]
      row[0] = line + 1
      for index in second.indices {
        let replaced = diagonal + (letter == second[index] ? 0 : 1)
        diagonal = row[index + 1]
        row[index + 1] = min(replaced, row[index] + 1, diagonal + 1)
      }
    }
    return row[second.count]
  }
}
