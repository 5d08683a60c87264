import EvidenceModel

/// Checkov's CSV output, of versions 2 and 3: failures alone, of its three files those of
/// infrastructure as code (`…_iac.csv`), packages (`…_oss_packages.csv`) and images.
///
/// - Passes: no, and nothing of what is skipped. Coverage, version, account, region and time:
///   never.
///
/// The findings are those of the JSON output, failures alone. Early versions have no columns for a
/// policy's title and guideline. Rows of resources that violate nothing have no check: they are no findings, and a
/// warning counts them. Without its makers' platform Checkov writes a note in place of packages,
/// which is a warning.
struct CheckovCSV: ScanFormat {
  let key = "checkov-csv"
  let traits = FormatTraits(
    "Checkov's CSV output", passes: .no, coverage: .no, account: .no, region: .no, time: .no,
    fidelity: .reduced)

  func recognises(_ sample: FileSample) -> Bool {
    sample.hasColumns("Resource", "Path", "Misconfigurations", "Git Org")
      || sample.hasColumns("Package", "Path", "Vulnerability", "Root Package")
  }

  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    let reader = try CSVRecordReader(file: file)
    var writer = FindingWriter(file: file, context: context)
    let resource = reader.column("Resource") ?? reader.column("Package")
    let rule = reader.column("Misconfigurations") ?? reader.column("Vulnerability")
    func text(_ column: Int?) -> String? {
      guard let column, let field = reader.field(column).ifPresent else { return nil }
      return field.string
    }
    var withoutCheck = 0
    try writer.setTool("checkov", version: nil, emit: emit)
    while let row = try reader.next() {
      let reason: String
      let place: ByteRange
      switch row {
      case .ragged(_, count: 1) where reader.column("Package") != nil:
        try writer.warn(
          "it lists no packages, but has a note in place of them: "
            + reader.field(0).excerpt(characters: 120), emit: emit)
        continue
      case .ragged(let bytes, let count):
        place = bytes
        reason = "has \(count) fields where the header has \(reader.header.count)"
      case .whole(let bytes):
        place = bytes
        guard let key = text(rule) else {
          if text(resource) == nil {
            reason = "names neither check nor resource"
            break
          }
          withoutCheck += 1
          continue
        }
        var finding = Finding(rule: key, status: .fail, bytes: bytes)
        finding.resourceName = text(resource)
        finding.resource = CheckovResource.uid(
          path: text(reader.column("Path")), address: finding.resourceName)
        finding.discriminator = text(reader.column("Version")) ?? ""
        let place = CheckovResource.place(
          path: text(reader.column("Path")), address: finding.resourceName)
        finding.detail = [place, text(reader.column("Details"))].compactMap(\.self)
          .joined(separator: "\n")
        finding.severity = try writer.severity(text(reader.column("Severity")), emit: emit)
        try writer.write(finding, emit: emit) {
          var definition = RuleDefinition(
            key: key, title: text(reader.column("Policy title")) ?? "")
          definition.severity = finding.severity
          definition.description = text(reader.column("Description")) ?? ""
          definition.referenceURL = text(reader.column("Guideline"))
          return definition
        }
        continue
      }
      try writer.reject(place, reason: reason, excerpt: reader.text(of: place), emit: emit)
    }
    if withoutCheck > 0 {
      try writer.warn(
        "\(withoutCheck) rows are resources without a failed check; they are no findings",
        emit: emit)
    }
    if reader.endsInsideLine {
      try writer.warn("its last line has no line break: the file may have been cut", emit: emit)
    }
  }
}
