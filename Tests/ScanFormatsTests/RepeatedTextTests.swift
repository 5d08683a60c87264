import Testing

@testable import ScanFormats

@Suite struct RepeatedTextTests {
  @Test func `gives every text as it is, however many there are`() {
    var texts = RepeatedText()
    for round in 0..<2 {
      for number in 0..<5000 {
        let text = String(repeating: "ü", count: number % 150) + "\(number)"
        let copy = Array(text.utf8).withUnsafeBufferPointer { buffer in
          buffer.baseAddress.map { texts.string(TextSlice(start: $0, count: buffer.count)) }
        }
        #expect(copy == text, "round \(round)")
      }
    }
  }

  @Test func `resolves doubled quotes`() {
    var texts = RepeatedText()
    let text = Array(#"a long text that says ""yes"""#.utf8)
    let string = text.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map {
        texts.string(TextSlice(start: $0, count: buffer.count, hasDoubledQuotes: true))
      }
    }
    #expect(string == #"a long text that says "yes""#)
  }
}
