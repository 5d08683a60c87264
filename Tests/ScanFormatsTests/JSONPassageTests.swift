import Testing

@testable import ScanFormats

/// Values are looked at in blocks of 64 bytes, and come in pieces that end anywhere.
@Suite struct JSONPassageTests {
  /// The length of the value at the beginning of a text that is given in two pieces.
  private func length(of text: String, cutAt cut: Int) -> Int? {
    var bytes = Array(text.utf8)
    return bytes.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return nil }
      var passage = JSONPassage()
      if let length = passage.end(in: TextSlice(start: start, count: cut)) { return length }
      let rest = TextSlice(start: start + cut, count: buffer.count - cut)
      return passage.end(in: rest).map { cut + $0 }
    }
  }

  @Test(
    arguments: [
      #"{"a":[1,{"b":"]}"}],"c":{}}"#, #"{"a\\":"\"}","b":"\\\\\"{["}"#, "[]", "[[],[[]],{}]",
      #"["\\","\\\"","]"]"#, #""a \" b""#, #""\\""#, "-12.5e3", "null",
    ])
  func `finds the end wherever the text is cut`(_ value: String) {
    for padding in 0...70 {
      // Longer values move what matters along the block.
      let text =
        value.hasPrefix("{")
        ? #"{""# + String(repeating: "p", count: padding) + #"":"# + value + "}" : value
      let whole = text + #",{"next":"}"]"#
      for cut in 0...text.utf8.count {
        #expect(length(of: whole, cutAt: cut) == text.utf8.count, "\(text) cut at \(cut)")
      }
    }
  }

  @Test(arguments: [#"{"a":1"#, "[1,[2]", #""abc\""#, "{", #"{"a}"#])
  func `knows no end where the value goes on`(_ text: String) {
    for cut in 0...text.utf8.count { #expect(length(of: text, cutAt: cut) == nil) }
  }
}
