import Foundation
import Testing

@testable import Reports

@Suite struct ReportColorTests {
  /// The relative luminance of WCAG 2.2.
  private static func luminance(_ color: String) throws -> Double {
    let number = try #require(UInt32(color, radix: 16))
    let parts = [number >> 16 & 0xff, number >> 8 & 0xff, number & 0xff].map { part in
      let share = Double(part) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }

  private static func contrast(_ first: String, _ second: String) throws -> Double {
    let (one, other) = (try luminance(first), try luminance(second))
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
  }

  @Test func `black on white is as far apart as can be`() throws {
    #expect(abs(try Self.contrast("000000", "ffffff") - 21) < 0.01)
    #expect(abs(try Self.contrast("777777", "ffffff") - 4.48) < 0.01)
  }

  @Test(arguments: [false, true])
  func `all that is read stands out from what it is on`(isDark: Bool) throws {
    func shade(_ color: ReportColor) -> String { isDark ? color.dark : color.light }
    let text: [ReportColor] = [
      .ink, .quiet, .link, .fail, .waived, .manual, .stale, .pass, .unseen,
    ]
    for color in text {
      for ground in [ReportColor.page, .panel] {
        let contrast = try Self.contrast(shade(color), shade(ground))
        #expect(contrast >= 4.5, "\(color) on \(ground)")
      }
    }
  }
}
