import EvidenceModel

/// Results of XCCDF 1.1 and 1.2, as OpenSCAP, SCC and others write them: in a benchmark, alone, or in
/// an ARF collection.
///
/// The account is the target, the host that was checked; a target that says only `localhost` gives
/// way to `--account`, or to the name among the target's facts. The time is the end of the test, for all of its results. Titles and mappings
/// are those of the benchmark, where the file has it, so that the file is read twice.
///
/// What was evaluated is told: every rule that the profile selects has a result, passes included. The
/// rules with results of which none is `error`, `unknown` or `notchecked` are declared as covered.
///
/// - `notselected` means that the profile does not ask for the rule. Such results are no findings;
///   one warning counts them.
/// - `fixed` is a pass, `notchecked` and `informational` are for a person to decide.
/// - Several instances of one rule are told apart by the instance.
/// - Ids of DISA's rules lose their release: see ``XCCDFRuleID``.
///
/// Element names and results: "Specification for the Extensible Configuration Checklist Description
/// Format (XCCDF) Version 1.2", NIST IR 7275 revision 4.
public struct XCCDF: ScanFormat {
  /// A reader of XCCDF results.
  public init() {}

  /// `xccdf`.
  public let key = "xccdf"
  /// What its files can tell.
  public let traits = FormatTraits(
    "XCCDF 1.1 and 1.2 results, and ARF", passes: .yes, coverage: .yes, account: .yes, region: .no,
    time: .yes)

  private static let namespace = "http://checklists.nist.gov/xccdf/1."

  /// True for benchmarks and test results of XCCDF, and for ARF collections.
  public func recognises(_ sample: FileSample) -> Bool {
    sample.hasRoot("Benchmark", namespace: Self.namespace)
      || sample.hasRoot("TestResult", namespace: Self.namespace)
      || sample.hasRoot(
        "asset-report-collection",
        namespace: "http://scap.nist.gov/schema/asset-reporting-format/")
  }

  private static let statuses: [String: Status] = [
    "pass": .pass, "fixed": .pass, "fail": .fail, "error": .error, "unknown": .unknown,
    "notapplicable": .notApplicable, "notchecked": .manual, "informational": .manual,
  ]
  /// What says that a rule was evaluated.
  private static let evaluated: Set<Status> = [.pass, .fail, .notApplicable]

  /// Hands on each result but those of rules that are not selected.
  public func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    let rules = try Self.rules(in: file)
    let reader = try XMLReader(
      file: file, whole: ["rule-result", "target", "fact"], tags: ["TestResult"])
    var writer = FindingWriter(file: file, context: context)
    var test: Test?
    var hasTest = false
    var notSelected = 0
    while let event = try reader.next() {
      switch event {
      case .start(let element) where element.isXCCDF:
        test = Test(element, clock: &writer.clock)
        hasTest = true
      case .end:
        try test?.declareCoverage(with: &writer, emit: emit)
        test = nil
      case .element(let element) where element.isXCCDF && test != nil:
        switch element.name {
        case "target": test?.name(element.text, context: context)
        case "fact": test?.learn(element)
        case "rule-result":
          if element["result"]?.text == "notselected" {
            notSelected += 1
          } else {
            try take(element, of: &test, from: reader, rules: rules, writer: &writer, emit: emit)
          }
        default: break
        }
      default: break
      }
    }
    guard hasTest else {
      throw ImportError(
        code: .unknownFormat, file: file.path,
        reason: "is an XCCDF benchmark without test results",
        hint: "have the scanner write results, as 'oscap xccdf eval --results FILE' does")
    }
    if notSelected > 0 {
      try writer.warn(
        "results passed over because the profile does not select their rules: \(notSelected)",
        emit: emit)
    }
  }

  private func take(
    _ element: XMLElement, of test: inout Test?, from reader: XMLReader,
    rules: [String: XCCDFRule], writer: inout FindingWriter, emit: (ScanItem) throws -> Void
  ) throws {
    guard let id = element.attributes["idref"], !id.isEmpty else {
      try reader.withText(of: element) {
        try writer.reject(element.bytes, reason: "names no rule", excerpt: $0, emit: emit)
      }
      return
    }
    guard var current = test else { return }
    // Held in one place alone, what the test saw is changed where it is.
    test = nil
    defer { test = current }
    try writer.setTool(current.tool, version: current.version, emit: emit)
    if current.isLocal {
      try writer.warn(
        "its target is '\(current.account ?? "")', which any host is to itself; name the host with "
          + "--account", emit: emit)
    }
    let key = XCCDFRuleID.key(of: id)
    let described = rules[key]
    let rule = described ?? XCCDFRule(result: element, key: key)
    let status = try writer.status(
      element["result"]?.presentText, among: Self.statuses, emit: emit)
    var finding = Finding(rule: key, status: status, bytes: element.bytes)
    finding.severity = try writer.severity(
      element.attributes["severity"] ?? rule.severity, emit: emit)
    finding.detail = Self.detail(of: element)
    finding.account = current.account
    finding.resourceName = current.account
    finding.resourceType = "host"
    finding.discriminator = Self.instance(of: element)
    finding.scannedAt =
      current.time ?? element.attributes["time"].flatMap { writer.clock.time(string: $0) }
    current.saw(key, isEvaluated: Self.evaluated.contains(status), at: finding.scannedAt)
    let ruleSeverity = try described.map { try writer.severity($0.severity, emit: emit) }
    try writer.write(finding, emit: emit) {
      var definition = rule.definition
      definition.severity = ruleSeverity ?? finding.severity
      return definition
    }
  }

  /// The rules of the benchmarks in the file, by their keys.
  private static func rules(in file: ScanFile) throws -> [String: XCCDFRule] {
    let reader = try XMLReader(file: file, whole: ["Rule"])
    var rules: [String: XCCDFRule] = [:]
    while let event = try reader.next() {
      guard case .element(let element) = event, element.isXCCDF else {
        continue
      }
      let rule = XCCDFRule(rule: element)
      rules[rule.definition.key] = rule
    }
    return rules
  }

  private static func detail(of element: XMLElement) -> String {
    var parts = element.children(named: "message").map(\.text)
    for override in element.children(named: "override") {
      let authority = override.attributes["authority"] ?? "somebody"
      parts.append(
        "overridden by \(authority), was \(override["old-result"]?.text ?? "unknown"): "
          + (override["remark"]?.text ?? ""))
    }
    return parts.joined(separator: "\n")
  }

  /// Which part of the target the result is about: `line:console`.
  private static func instance(of element: XMLElement) -> String {
    element.children(named: "instance").map { instance in
      let context = instance.attributes["context"] ?? ""
      // The schema's default, which says nothing.
      guard !context.isEmpty, context != "undefined" else { return instance.text }
      return context + ":" + instance.text
    }.joined(separator: ", ")
  }
}

extension XCCDF {
  /// A `TestResult`: what holds for all of its results.
  private struct Test {
    /// The scanner's name, as a key.
    private(set) var tool = "xccdf"
    private(set) var version: String?
    /// When the test ended.
    let time: Timestamp?
    /// The host that was checked.
    private(set) var account: String?
    /// True where the target's name is that of every host, and the user gave none.
    private(set) var isLocal = false
    private let offset: Int
    private let hasTestSystem: Bool
    private static let localNames: Set<String> = [
      "localhost", "localhost.localdomain", "127.0.0.1", "::1",
    ]
    private var lastTime: Timestamp?
    private var evaluated: Set<String> = []
    private var notEvaluated: Set<String> = []

    init(_ element: XMLElement, clock: inout RecordClock) {
      offset = element.bytes.offset
      var time: Timestamp?
      for name in ["end-time", "start-time"] where time == nil {
        time = element.attributes[name].flatMap { clock.time(string: $0) }
      }
      self.time = time
      // cpe:/a:redhat:openscap:1.2.17 or cpe:2.3:a:redhat:openscap:1.2.17:…
      let parts = (element.attributes["test-system"] ?? "").split(
        separator: ":", omittingEmptySubsequences: false)
      let product = parts.dropFirst(parts.dropFirst().first == "2.3" ? 4 : 3)
      hasTestSystem = parts.first == "cpe" && product.first?.isEmpty == false
      guard hasTestSystem, let name = product.first else { return }
      tool = ToolKey.key(of: String(name))
      version = product.dropFirst().first.flatMap { $0.isEmpty || $0 == "*" ? nil : String($0) }
    }

    /// Takes the first of the target's names.
    mutating func name(_ target: String, context: ReadingContext) {
      guard account == nil, !target.isEmpty else { return }
      guard Self.localNames.contains(target.lowercased()) else {
        account = target
        return
      }
      account = context.account ?? target
      isLocal = context.account == nil
    }

    /// Takes from the facts the scanner's name, where no test system is named, and the host's, where
    /// the target says nothing.
    mutating func learn(_ fact: XMLElement) {
      guard let text = fact.presentText else { return }
      switch fact.attributes["name"] {
      case "urn:xccdf:fact:scanner:name" where !hasTestSystem: tool = ToolKey.key(of: text)
      case "urn:xccdf:fact:scanner:version" where !hasTestSystem: version = text
      case "urn:xccdf:fact:asset:identifier:host_name" where isLocal,
        "urn:xccdf:fact:asset:identifier:fqdn" where isLocal:
        guard !Self.localNames.contains(text.lowercased()) else { return }
        account = text
        isLocal = false
      default: break
      }
    }

    mutating func saw(_ rule: String, isEvaluated: Bool, at time: Timestamp?) {
      lastTime = time
      if isEvaluated { evaluated.insert(rule) } else { notEvaluated.insert(rule) }
    }

    func declareCoverage(
      with writer: inout FindingWriter, emit: (ScanItem) throws -> Void
    ) throws {
      let rules = evaluated.subtracting(notEvaluated)
      guard !rules.isEmpty else { return }
      try writer.declare(
        provider: "", account: account, rules: rules, regions: nil, scannedAt: lastTime,
        at: offset, emit: emit)
    }
  }
}

extension XMLElement {
  fileprivate var isXCCDF: Bool { namespace.hasPrefix("http://checklists.nist.gov/xccdf/1.") }
}

extension RecordClock {
  /// The time that an attribute's text stands for.
  fileprivate mutating func time(string text: String) -> Timestamp? {
    var text = text
    return text.withUTF8 { bytes in
      bytes.baseAddress.flatMap { time(TextSlice(start: $0, count: bytes.count)) }
    }
  }
}
