import EvidenceModel
import Foundation
import ScanFormats

/// Gives bytes to the readers of one family, and stops the program where one misbehaves.
///
/// A reader may refuse any input with an `ImportError`. It may not crash, throw anything else, or
/// hand on a place that is not in the file: libFuzzer keeps the input that made it do so.
public struct ReaderFuzzer: Sendable {
  /// The readers of JSON.
  public static let json = ReaderFuzzer(
    formats: ScanFormats.all.filter { !csvKeys.contains($0.key) && !xmlKeys.contains($0.key) },
    isMapped: true)
  /// The readers of CSV.
  public static let csv = ReaderFuzzer(
    formats: ScanFormats.all.filter { csvKeys.contains($0.key) }, isMapped: true)
  /// The readers of XML.
  public static let xml = ReaderFuzzer(
    formats: ScanFormats.all.filter { xmlKeys.contains($0.key) }, isMapped: false)

  private static let csvKeys: Set<String> = [
    "checkov-csv", "cloudsploit", "defender-csv", "powerpipe-csv", "prowler-compliance-csv",
    "prowler-csv", "prowler-v2-csv", "prowler-v3-csv",
  ]
  private static let xmlKeys: Set<String> = ["stig-checklist", "xccdf"]

  private let formats: [any ScanFormat]
  private let context: ReadingContext
  private let memory: MemoryFile

  private init(formats: [any ScanFormat], isMapped: Bool) {
    self.formats = formats + (isMapped ? [Self.mapped] : [])
    // Without these many inputs would be refused at their first record.
    context = ReadingContext(
      timeZone: TimeZone(identifier: "America/New_York"), account: "account", region: "region")
    memory = MemoryFile()
  }

  /// Reads the bytes as whatever they are, then with every reader of the family, with and without
  /// what a user would add.
  public func read(_ bytes: UnsafeBufferPointer<UInt8>) {
    memory.replace(with: bytes)
    allowingRefusal {
      let file = try ScanFile(path: memory.path)
      guard case .format(let format) = try ScanFormats.detect(file) else { return }
      try format.read(file, context: ReadingContext()) { check($0, of: file) }
    }
    for format in formats {
      allowingRefusal {
        let file = try ScanFile(path: memory.path)
        try format.read(file, context: context) { check($0, of: file) }
      }
    }
  }

  private func allowingRefusal(_ body: () throws -> Void) {
    do {
      try body()
    } catch let error as ImportError {
      precondition(!error.description.isEmpty)
    } catch {
      fatalError("threw what is no ImportError: \(error)")
    }
  }

  private func check(_ item: ScanItem, of file: ScanFile) {
    let bytes: ByteRange
    switch item {
    case .observation(let observation):
      bytes = observation.bytes
      precondition(!observation.rule.isEmpty, "an observation names no rule")
    case .rejected(let record):
      bytes = record.bytes
      precondition(!record.reason.isEmpty, "a record was rejected for no reason")
    case .requirementResult(let result):
      bytes = result.bytes
    case .tool, .rule, .coverage, .guessedZone, .warning: return
    }
    precondition(
      bytes.offset >= 0 && bytes.count >= 0 && bytes.offset <= file.byteCount
        && bytes.count <= file.byteCount - bytes.offset,
      "the record at \(bytes.offset), of \(bytes.count) bytes, is not in the file")
  }

  private static var mapped: any ScanFormat {
    let yaml = """
      tickmark-mapping: 1
      tool: mapped
      fields: {rule: check, resource: resource.id, status: status, time: time, muted: muted}
      values: {status: {ok: pass}}
      """
    do {
      return MappedFormat(try FieldMapping(yaml: yaml, path: "mapping"))
    } catch {
      fatalError("the mapping cannot be read: \(error)")
    }
  }
}
