/// What texts mean that come again and again, such as the names of tools and requirements.
///
/// A scan has a few of them and millions of records. What is found out of each is kept, up to a
/// number of texts, so that memory does not grow with the file.
struct TextMeanings<Meaning> {
  private var slots: [(text: String, meaning: Meaning)?] = Array(repeating: nil, count: 256)

  /// What a text means: as it was found out before, where that is still remembered.
  mutating func meaning(of text: TextSlice, find: (String) -> Meaning) -> Meaning {
    let slot = text.shortHash & 255
    if let known = slots[slot], text == known.text { return known.meaning }
    let string = text.string
    let meaning = find(string)
    slots[slot] = (string, meaning)
    return meaning
  }
}

extension TextSlice {
  /// A number that few other texts have.
  var shortHash: Int {
    var hash = UInt64(truncatingIfNeeded: count)
    for byte in buffer { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return Int(truncatingIfNeeded: hash ^ hash >> 32)
  }
}
