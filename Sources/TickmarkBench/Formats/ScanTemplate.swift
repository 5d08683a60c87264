/// A small scan file that can be written in any size, by repeating its records.
///
/// A line `%% records` begins what is repeated until the file is large enough, a line `%% times 40`
/// what is repeated 40 times, and a line `%% end` ends either. A comma after these words stands
/// between the copies. In the text `@N@` is the number of the copy of the records, `@I@` that of an
/// inner copy, and `@R@` the first of them within 50, for what many records have in common.
struct ScanTemplate: Sendable {
  private enum Part {
    case text([UInt8])
    /// Some of `@N@`, `@I@` and `@R@`.
    case number(Character)
    /// Copies, as many as the file takes where there is no count.
    case copies(count: Int?, areSeparated: Bool, [Part])
  }

  private let parts: [Part]

  /// Reads a template.
  ///
  /// - Throws: ``BenchError`` where a line that begins with `%%` means nothing.
  init(_ text: String) throws {
    var lines = text.split(separator: "\n")[...]
    parts = try Self.parts(of: &lines)
    guard lines.isEmpty else {
      throw BenchError(description: "a template has an '%% end' too many")
    }
  }

  /// Writes a file of about `byteCount` bytes.
  func write(byteCount: Int, to sink: @escaping ([UInt8]) throws -> Void) throws {
    var output = Output(byteCount: byteCount, sink: sink)
    for part in parts { try output.append(part) }
    try sink(output.bytes)
  }

  /// The parts up to the line that ends them, which is taken, too.
  private static func parts(of lines: inout ArraySlice<Substring>) throws -> [Part] {
    var parts: [Part] = []
    while let line = lines.first, line != "%% end" {
      lines.removeFirst()
      guard line.hasPrefix("%% ") else {
        parts += pieces(of: line)
        continue
      }
      let words = line.split(separator: " ").dropFirst()
      let count = words.first == "times" ? words.dropFirst().first.flatMap { Int($0) } : nil
      guard count != nil || words.first == "records" else {
        throw BenchError(description: "a template has the line '\(line)'")
      }
      let copied = try self.parts(of: &lines)
      guard lines.popFirst() != nil else {
        throw BenchError(description: "a template does not end '\(line)'")
      }
      parts.append(.copies(count: count, areSeparated: words.last == ",", copied))
    }
    return parts
  }

  private static func pieces(of line: Substring) -> [Part] {
    var pieces: [Part] = []
    var text: [UInt8] = []
    for (index, piece) in line.split(separator: "@", omittingEmptySubsequences: false).enumerated()
    {
      if let name = piece.first, piece.count == 1, "NIR".contains(name) {
        pieces += [.text(text), .number(name)]
        text = []
      } else {
        // An '@' of the text itself.
        let followsNumber = text.isEmpty && !pieces.isEmpty
        if index > 0, !followsNumber { text.append(UInt8(ascii: "@")) }
        text += Array(piece.utf8)
      }
    }
    return pieces + [.text(text + [UInt8(ascii: "\n")])]
  }

  /// What is written, and the numbers of the copies that are being written.
  private struct Output {
    let byteCount: Int
    let sink: ([UInt8]) throws -> Void
    var bytes: [UInt8] = []
    private var written = 0
    private var number = 0
    private var innerNumber = 0

    /// How many rules and the like the records share.
    private static let commonCount = 50
    private static let pieceSize = 1 << 18

    init(byteCount: Int, sink: @escaping ([UInt8]) throws -> Void) {
      self.byteCount = byteCount
      self.sink = sink
    }

    mutating func append(_ part: Part) throws {
      switch part {
      case .text(let text): bytes += text
      case .number("I"): bytes += Array(String(innerNumber).utf8)
      case .number("R"): bytes += Array(String(number % Self.commonCount).utf8)
      case .number: bytes += Array(String(number).utf8)
      case .copies(let count?, let areSeparated, let parts):
        for copy in 0..<count {
          innerNumber = copy
          try append(parts, isFirst: copy == 0, areSeparated: areSeparated)
        }
      case .copies(nil, let areSeparated, let parts):
        while number == 0 || written + bytes.count < byteCount {
          try append(parts, isFirst: number == 0, areSeparated: areSeparated)
          number += 1
        }
      }
    }

    private mutating func append(
      _ parts: [Part], isFirst: Bool, areSeparated: Bool
    ) throws {
      if areSeparated, !isFirst { bytes.append(UInt8(ascii: ",")) }
      for part in parts { try append(part) }
      guard bytes.count >= Self.pieceSize else { return }
      try sink(bytes)
      written += bytes.count
      bytes.removeAll(keepingCapacity: true)
    }
  }
}
