import Foundation

/// Strings for texts that come again and again.
///
/// A scan has a few accounts, regions and rules, and hundreds of thousands of records. Sharing one
/// string for each saves the allocation here and the comparison of equal texts later.
struct RepeatedText {
  private var slots = [String](repeating: "", count: 1024)

  /// The text as a string: the one made for it before, if it is still remembered.
  mutating func string(_ text: TextSlice) -> String {
    // Strings up to 15 bytes have no allocation that could be shared.
    guard text.count > 15, text.count < 256, !text.hasDoubledQuotes else { return text.string }
    let slot = text.shortHash & 1023
    if text == slots[slot] { return slots[slot] }
    let string = text.string
    slots[slot] = string
    return string
  }
}
