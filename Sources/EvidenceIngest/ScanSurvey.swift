public import EvidenceModel
public import ScanFormats

/// What a file is, found out without storing anything: its format, when its first record was scanned,
/// and what the user has to tell because the file does not.
public struct ScanSurvey: Sendable {
  /// Something that an ingest needs and a file may lack.
  public enum Lack: String, Sendable {
    /// The account, cluster or host that was scanned.
    case account
    /// When the scan ran.
    case time

    /// The option that tells it.
    public var option: String {
      switch self {
      case .account: "--account"
      case .time: "--scanned-at"
      }
    }
  }

  /// The file, as the user wrote it.
  public let path: String
  /// Its format; `nil` for an empty export.
  public let format: (any ScanFormat)?
  /// The tool that its first record is of.
  public private(set) var tool: String?
  /// When its first record was scanned; `nil` where the file has none, or does not tell.
  public private(set) var scannedAt: Timestamp?
  /// True where it tells how requirements stand, and no findings.
  public private(set) var isOfRequirements = false
  /// True where its times have no zone and were read as UTC.
  public private(set) var hasGuessedZone = false
  /// What has to be told with an option.
  public private(set) var lacks: [Lack] = []

  private struct FirstRecord: Error {}

  /// Looks into a file as far as its first record.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - context: What the user tells already.
  /// - Throws: ``EvidenceModel/ImportError`` where no format recognises it, or it is damaged up to
  ///   there.
  public init(path: String, context: ReadingContext = ReadingContext()) throws {
    let file = try ScanFile(path: path)
    self.path = path
    guard case .format(let format) = try ScanFormats.detect(file) else {
      self.format = nil
      return
    }
    self.format = format
    var context = context
    // At most once for each thing that can be lacking, and once without it.
    for _ in 0...2 {
      do {
        try read(file, as: format, context: context)
        return
      } catch let error as ImportError where error.code == .missingContext {
        if context.account == nil, error.hint?.contains("--account") == true {
          lacks.append(.account)
          context.account = "?"
        } else if context.scannedAt == nil {
          lacks.append(.time)
          context.scannedAt = .endOfTime
        } else {
          throw error
        }
      }
    }
  }

  private mutating func read(
    _ file: ScanFile, as format: any ScanFormat, context: ReadingContext
  ) throws {
    do {
      try format.read(file, context: context) { item in
        switch item {
        case .tool(let key, _): tool = key
        case .observation(let observation):
          scannedAt = lacks.contains(.time) ? nil : observation.scannedAt
          throw FirstRecord()
        case .requirementResult(let result):
          isOfRequirements = true
          scannedAt = lacks.contains(.time) ? nil : result.scannedAt
          throw FirstRecord()
        case .guessedZone: hasGuessedZone = true
        default: break
        }
      }
    } catch is FirstRecord {}
  }
}
