import EvidenceModel
import Foundation

/// The scan formats that tickmark reads.
public enum ScanFormats {
  /// Every format, in the order in which they are tried.
  public static let all: [any ScanFormat] = [
    ProwlerOCSF(),
    ProwlerCSV(),
  ]

  /// Finds the format of a file by its content.
  ///
  /// - Throws: ``EvidenceModel/ImportError`` with the code `unknownFormat` where no format recognises
  ///   the file, and says what it looks like; or where its beginning is damaged.
  public static func detect(_ file: ScanFile) throws -> DetectedFormat {
    let sample: FileSample
    switch try FileKind(of: file) {
    case .empty(let reason):
      return .empty(reason: reason)
    case .foreign(let what, let hint):
      throw unknown(file, reason: what, hint: hint)
    case .json:
      let reader = try JSONRecordReader(file: file)
      guard let first = try reader.next() else { return .empty(reason: "holds an empty array") }
      sample = FileSample(content: .json(first.value), owner: reader)
    case .text:
      let reader = try CSVRecordReader(file: file)
      guard reader.header.count > 1 else {
        throw unknown(file, reason: "is text, but neither JSON nor CSV")
      }
      sample = FileSample(content: .csv(header: reader.header))
    }
    guard let format = all.first(where: { $0.recognises(sample) }) else {
      throw unknown(file, reason: sample.summary)
    }
    return .format(format)
  }

  private static func unknown(_ file: ScanFile, reason: String, hint: String? = nil) -> ImportError
  {
    ImportError(
      code: .unknownFormat, file: file.path, reason: reason,
      hint: hint ?? "tickmark reads " + all.map(\.key).joined(separator: ", "))
  }
}

extension FileSample {
  /// What an unknown file looks like, in words.
  fileprivate var summary: String {
    switch content {
    case .json(let value):
      let keys = value.members.prefix(8).map { "'" + $0.key.excerpt(characters: 40) + "'" }
      guard !keys.isEmpty else { return "is JSON, but its first object is empty" }
      return "is JSON, but no known scan format: its first object has the keys "
        + keys.joined(separator: ", ")
    case .csv(let header):
      let names = header.prefix(8).map { "'" + $0.prefix(40) + "'" }.joined(separator: ", ")
      return "is CSV, but no known scan format: its header has the columns \(names)"
    }
  }
}
