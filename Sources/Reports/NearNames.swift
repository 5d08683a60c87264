/// The names that somebody may have meant, nearest first.
struct NearNames {
  let names: [String]

  init(of wanted: String, among candidates: [String]) {
    let wanted = wanted.lowercased()
    let scored = candidates.map { candidate -> (name: String, score: Int) in
      let contains = wanted.count > 2 && candidate.contains(wanted)
      return (candidate, contains ? 0 : Self.distance(wanted, candidate.lowercased()))
    }
    // A third of the letters may be wrong; beyond that a guess is noise.
    names =
      scored
      .filter { $0.score <= max(2, wanted.count / 3) }
      .sorted { ($0.score, $0.name) < ($1.score, $1.name) }
      .prefix(3).map(\.name)
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
