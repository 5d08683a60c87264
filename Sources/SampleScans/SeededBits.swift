/// Random bits that can be asked for in any order: the same for the same seed and coordinates.
///
/// A generator with a state would tie every finding to those before it; here each finding of each
/// day stands alone, so that a scan can be written in one pass and checked at any place.
struct SeededBits: Sendable {
  private let key: UInt64

  init(seed: UInt64) { key = Self.mixed(seed &+ Self.step) }

  /// The 64 bits at these coordinates.
  func bits(_ x: UInt64, _ y: UInt64 = 0) -> UInt64 {
    Self.mixed(Self.mixed(key &+ x &* Self.step) &+ y &* Self.step)
  }

  /// A number below `bound` at these coordinates.
  func number(below bound: Int, _ x: UInt64, _ y: UInt64 = 0) -> Int {
    Int(truncatingIfNeeded: bits(x, y).multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A number from 0 to 1 at these coordinates, 1 excluded.
  func share(_ x: UInt64, _ y: UInt64 = 0) -> Double {
    // 53 bits are what a Double holds exactly.
    Double(bits(x, y) >> 11) / Double(1 << 53 as UInt64)
  }

  /// 2^64 divided by the golden ratio, so that neighbouring coordinates lie far apart.
  private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// The finaliser of SplitMix64: a bijection after which every bit depends on every bit.
  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
