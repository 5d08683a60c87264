import EvidenceModel

/// Somebody's own file, read by a ``FieldMapping``: CSV with a header, or JSON in any container.
public struct MappedFormat: ScanFormat {
  /// `mapped`, since the tool is the mapping's.
  public let key = "mapped"
  /// What the file tells is what the mapping finds in it.
  public let traits = FormatTraits(
    "Any CSV or JSON, by a mapping", passes: .partly, coverage: .no, account: .partly,
    region: .partly, time: .partly)
  private let mapping: FieldMapping

  /// A format that a mapping describes.
  public init(_ mapping: FieldMapping) { self.mapping = mapping }

  /// False: a file is read by a mapping only where the user says so.
  public func recognises(_ sample: FileSample) -> Bool { false }

  /// Reads each row or record as one finding.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - context: What the file does not say.
  ///   - emit: Takes the items.
  /// - Throws: `ImportError` where the file is damaged or has not the columns of the mapping.
  public func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    var records = MappedRecords(mapping: mapping, file: file, context: context)
    switch try FileKind(of: file) {
    case .json: try readJSON(file, into: &records, emit: emit)
    case .text: try readCSV(file, into: &records, emit: emit)
    case .empty: break
    default:
      throw ImportError(
        code: .unknownFormat, file: file.path, reason: "is neither CSV nor JSON",
        hint: "a mapping reads nothing else")
    }
  }

  private func readJSON(
    _ file: ScanFile, into records: inout MappedRecords, emit: (ScanItem) throws -> Void
  ) throws {
    let reader = try JSONPathReader(file: file, paths: [mapping.records ?? ""])
    let paths = mapping.fields.mapValues { $0.split(separator: ".").map(String.init) }
    while let match = try reader.next() {
      let value = match.record.value
      try records.take(
        match.record.bytes, text: reader.text(of: match.record), emit: emit
      ) { field in
        guard let path = paths[field] else { return nil }
        return path.reduce(Optional(value)) { $0?.member(named: $1) }?.plainText
      }
    }
  }

  private func readCSV(
    _ file: ScanFile, into records: inout MappedRecords, emit: (ScanItem) throws -> Void
  ) throws {
    let reader = try CSVRecordReader(file: file)
    var columns: [FieldMapping.Field: Int] = [:]
    for (field, name) in mapping.fields {
      guard let column = reader.header.firstIndex(of: name) else {
        throw ImportError(
          code: .unknownFormat, file: file.path,
          reason: "has no column '\(name)', which the mapping takes for '\(field.rawValue)'",
          hint: NearNames(of: name, among: reader.header).question
            ?? "it has " + reader.header.joined(separator: ", "))
      }
      columns[field] = column
    }
    while let row = try reader.next() {
      switch row {
      case .ragged(let bytes, let count):
        try records.reject(
          bytes, reason: "has \(count) fields where the header has \(reader.header.count)",
          text: reader.text(of: bytes), emit: emit)
      case .whole(let bytes):
        try records.take(bytes, text: reader.text(of: bytes), emit: emit) { field in
          columns[field].map { reader.field($0).string }
        }
      }
    }
  }
}

/// Makes findings of the fields of records.
struct MappedRecords {
  private let mapping: FieldMapping
  private var writer: FindingWriter

  init(mapping: FieldMapping, file: ScanFile, context: ReadingContext) {
    self.mapping = mapping
    writer = FindingWriter(file: file, context: context)
  }

  func reject(
    _ bytes: ByteRange, reason: String, text: TextSlice, emit: (ScanItem) throws -> Void
  ) throws {
    try writer.reject(bytes, reason: reason, excerpt: text, emit: emit)
  }

  /// Hands on a record whose fields are looked up by `field`.
  mutating func take(
    _ bytes: ByteRange, text: TextSlice, emit: (ScanItem) throws -> Void,
    field lookUp: (FieldMapping.Field) -> String?
  ) throws {
    func value(_ field: FieldMapping.Field) -> String? {
      let own = lookUp(field).flatMap { $0.isEmpty ? nil : $0 } ?? mapping.constants[field]
      guard let own else { return nil }
      return mapping.values[field]?[own.lowercased()] ?? own
    }
    guard let rule = value(.rule) else {
      return try reject(bytes, reason: "names no rule", text: text, emit: emit)
    }
    try writer.setTool(mapping.tool, version: value(.version), emit: emit)
    var finding = Finding(
      rule: rule, status: try writer.status(value(.status), among: Status.reported, emit: emit),
      bytes: bytes)
    finding.severity = try writer.severity(value(.severity), emit: emit)
    finding.isMuted = ["true", "yes", "1"].contains(value(.muted)?.lowercased())
    finding.detail = value(.detail) ?? ""
    finding.alias = value(.id)
    finding.provider = value(.provider) ?? ""
    finding.account = value(.account)
    finding.region = value(.region)
    finding.resource = value(.resource)
    finding.resourceName = value(.resourceName)
    finding.resourceType = value(.resourceType) ?? ""
    finding.discriminator = value(.discriminator) ?? ""
    if let time = value(.time) {
      guard let moment = writer.clock.time(text: time) else {
        return try reject(
          bytes, reason: "has a time that cannot be read: '\(time.prefix(40))'", text: text,
          emit: emit)
      }
      finding.scannedAt = moment
    }
    let severity = finding.severity
    try writer.write(finding, emit: emit) {
      var definition = RuleDefinition(key: rule, title: value(.title) ?? "")
      definition.severity = severity
      definition.description = value(.description) ?? ""
      definition.recommendation = value(.recommendation) ?? ""
      definition.referenceURL = value(.url)
      definition.mappings = RequirementReference.list(value(.requirements) ?? "")
      return definition
    }
  }
}

extension RequirementReference {
  /// The requirements in a list of EDITION:KEY, separated by commas; what is none is left out.
  static func list(_ text: String) -> [RequirementReference] {
    let references = text.split(separator: ",").compactMap { part -> RequirementReference? in
      let pieces = part.split(separator: ":", maxSplits: 1)
        .map { $0.trimmingPrefix(while: \.isWhitespace) }
      guard pieces.count == 2 else { return nil }
      return RequirementReference.named(
        edition: String(pieces[0]),
        requirement: String(pieces[1].reversed().drop(while: \.isWhitespace).reversed()))
    }
    return Set(references).sorted()
  }
}

extension JSONValue {
  /// The value as a text: of a string, a number or a boolean; `nil` for anything else.
  var plainText: String? {
    if let string { return string }
    if let int { return "\(int)" }
    if let double { return "\(double)" }
    return bool.map { $0 ? "true" : "false" }
  }
}
