import EvidenceModel
import Foundation

/// A catalog in JSON.
struct JSONDocument {
  /// The value of the whole document.
  let root: Any
  private let file: String

  /// Reads a text.
  ///
  /// - Throws: An `ImportError` where it is not JSON.
  init(_ text: String, file: String) throws {
    self.file = file
    do {
      root = try JSONSerialization.jsonObject(with: Data(text.utf8))
    } catch {
      let reason = (error as NSError).userInfo[NSDebugDescriptionErrorKey] as? String
      throw ImportError(
        code: .malformedFile, file: file,
        reason: "is not whole JSON" + (reason.map { ": " + $0 } ?? ""),
        hint: "write or download the file again")
    }
  }

  /// What is wrong with the document as a whole.
  func error(_ reason: String) -> ImportError {
    ImportError(code: .malformedFile, file: file, reason: reason)
  }

  /// True where a text begins like JSON and has all marks of one of the sets.
  static func looksLike(_ text: String, anyOf sets: [[String]]) -> Bool {
    guard let first = text.first(where: { !$0.isWhitespace }), first == "{" || first == "[" else {
      return false
    }
    return sets.contains { $0.allSatisfy { text.contains($0) } }
  }
}

/// Finds the lines of values that a document has one after the other.
struct JSONPlaces {
  private let bytes: [UInt8]
  private var offset = 0
  /// The line of the last value found.
  private(set) var line = 1

  /// The places of a text.
  init(_ text: String) { bytes = Array(text.utf8) }

  /// The line of the next string that is just this text; that of the last one where there is none.
  mutating func line(ofNext text: String) -> Int {
    let quoted = Array("\"\(text)\"".utf8)
    guard let found = bytes[offset...].firstRange(of: quoted) else { return line }
    line += bytes[offset..<found.lowerBound].count { $0 == UInt8(ascii: "\n") }
    offset = found.upperBound
    return line
  }
}
