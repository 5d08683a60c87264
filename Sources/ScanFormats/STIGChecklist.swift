import EvidenceModel

/// Checklists of DISA's STIG Viewer (`.ckl`), which SCC and others write as well.
///
/// The account is the host of the `ASSET`; where the checklist is of a site or a database, they are
/// part of the resource. Each guide's every rule is listed, passes included. A checklist has no time:
/// the user gives it.
///
/// - `Not_Reviewed` is for a person to decide.
/// - `SEVERITY_OVERRIDE` is the severity of that result, never of the rule.
/// - Rule ids lose their release: see ``XCCDFRuleID``. The older `V-…` number is not used, since
///   guides have renumbered it.
public struct STIGChecklist: ScanFormat {
  /// A reader of STIG checklists.
  public init() {}

  /// `stig-checklist`.
  public let key = "stig-checklist"
  /// What its files can tell.
  public let traits = FormatTraits(
    "STIG checklists (CKL)", passes: .yes, coverage: .no, account: .yes, region: .no, time: .no)

  /// True for the root element of a checklist, which has no namespace.
  public func recognises(_ sample: FileSample) -> Bool {
    sample.hasRoot("CHECKLIST", namespace: "")
  }

  /// The words for results, those of checklists in JSON among them.
  static let statuses: [String: Status] = [
    "open": .fail, "notafinding": .pass, "not_a_finding": .pass,
    "not_applicable": .notApplicable, "not_reviewed": .manual,
  ]

  /// The words that STIG Viewer has for the categories, beside high, medium and low.
  private static let categories = ["CAT I": "high", "CAT II": "medium", "CAT III": "low"]

  /// Hands on each result.
  public func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    let reader = try XMLReader(file: file, whole: ["ASSET", "VULN"])
    var writer = FindingWriter(file: file, context: context)
    try writer.setTool(key, version: nil, emit: emit)
    var asset = STIGAsset()
    while let event = try reader.next() {
      guard case .element(let element) = event else { continue }
      if element.name == "ASSET" {
        asset = STIGAsset { element[$0]?.text ?? "" }
      } else {
        try take(element, on: asset, from: reader, writer: &writer, emit: emit)
      }
    }
  }

  private func take(
    _ element: XMLElement, on asset: STIGAsset, from reader: XMLReader,
    writer: inout FindingWriter, emit: (ScanItem) throws -> Void
  ) throws {
    let data = Self.data(of: element)
    guard let id = data["Rule_ID"]?.first else {
      try reader.withText(of: element) {
        try writer.reject(element.bytes, reason: "names no rule", excerpt: $0, emit: emit)
      }
      return
    }
    let key = XCCDFRuleID.key(of: id)
    let status = try writer.status(
      element["STATUS"]?.presentText, among: Self.statuses, emit: emit)
    var finding = Finding(rule: key, status: status, bytes: element.bytes)
    let ruleSeverity = try Self.severity(data["Severity"]?.first, writer: &writer, emit: emit)
    finding.severity =
      try element["SEVERITY_OVERRIDE"]?.presentText.map {
        try Self.severity($0, writer: &writer, emit: emit)
      } ?? ruleSeverity
    finding.detail = ["FINDING_DETAILS", "COMMENTS"].compactMap { element[$0]?.writtenText }
      .filter { !$0.isEmpty }.joined(separator: "\n")
    asset.name(&finding)
    try writer.write(finding, emit: emit) {
      var rule = RuleDefinition(key: key, title: data["Rule_Title"]?.first ?? "")
      rule.service = Self.guide(data["STIGRef"]?.first ?? "")
      rule.severity = ruleSeverity
      rule.description = data["Vuln_Discuss"]?.first ?? ""
      rule.recommendation = data["Fix_Text"]?.first ?? ""
      rule.mappings = Set(data["CCI_REF"] ?? []).sorted().map {
        RequirementReference(edition: "CCI", requirement: $0)
      }
      return rule
    }
  }

  /// The name of the guide, `Red Hat Enterprise Linux 8 … :: Version 1, Release: 5`, without its
  /// release, which is not of the rule.
  private static func guide(_ reference: String) -> String {
    reference.firstRange(of: " :: ").map { String(reference[..<$0.lowerBound]) } ?? reference
  }

  /// The severity that a word of a checklist stands for.
  ///
  /// - Throws: What `emit` throws.
  static func severity(
    _ word: String?, writer: inout FindingWriter, emit: (ScanItem) throws -> Void
  ) throws -> Severity {
    try writer.severity(word.map { categories[$0.uppercased()] ?? $0 }, emit: emit)
  }

  /// The values of a `VULN` by the names of their attributes, of which some come several times.
  private static func data(of element: XMLElement) -> [String: [String]] {
    var data: [String: [String]] = [:]
    for item in element.children(named: "STIG_DATA") {
      guard let name = item["VULN_ATTRIBUTE"]?.presentText,
        let value = item["ATTRIBUTE_DATA"]?.writtenText, !value.isEmpty
      else { continue }
      data[name, default: []].append(value)
    }
    return data
  }
}
