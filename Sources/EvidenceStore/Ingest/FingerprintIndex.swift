/// Finds the finding that says what a fingerprint stands for.
///
/// Every record is looked up here. Fingerprints are as good as random already, so nothing has to
/// be hashed once more, as a dictionary would.
struct FingerprintIndex {
  private struct Entry {
    var fingerprint: Fingerprint
    var finding: Int
  }

  private var entries: [Entry] = []
  /// One more than the index of an entry, 0 for none; as many as a power of two.
  private var places: [Int32] = Array(repeating: 0, count: 1 << 10)

  /// The finding with this fingerprint.
  func finding(with fingerprint: Fingerprint) -> Int? {
    var place = firstPlace(of: fingerprint)
    while places[place] != 0 {
      let entry = entries[Int(places[place]) - 1]
      if entry.fingerprint == fingerprint { return entry.finding }
      place = next(place)
    }
    return nil
  }

  /// Notes what a finding says.
  mutating func add(_ fingerprint: Fingerprint, finding: Int) {
    entries.append(Entry(fingerprint: fingerprint, finding: finding))
    // At most half of the places are taken, so that few of them have to be looked at.
    if entries.count * 2 > places.count {
      places = Array(repeating: 0, count: places.count * 2)
      for entry in entries.indices { place(entry) }
    } else {
      place(entries.count - 1)
    }
  }

  private mutating func place(_ entry: Int) {
    var place = firstPlace(of: entries[entry].fingerprint)
    while places[place] != 0 { place = next(place) }
    places[place] = Int32(entry + 1)
  }

  private func firstPlace(of fingerprint: Fingerprint) -> Int {
    Int(truncatingIfNeeded: fingerprint.low) & (places.count - 1)
  }

  private func next(_ place: Int) -> Int { (place + 1) & (places.count - 1) }
}
