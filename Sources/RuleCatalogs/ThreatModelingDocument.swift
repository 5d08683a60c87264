public import EvidenceModel

/// A threat modeling document: text with marks for services and rules, and labelled fields.
///
/// The mark 📘 opens a service and 👍 a rule; the line after the mark, or the rest of its own line,
/// is the heading. A rule's fields begin with a label and a colon, in any order and case, and a
/// text may go on over the following lines:
///
/// ```
/// Example Rules
///
/// 📘
///
/// Amazon S3
///
/// 👍
///
/// Amazon S3 Bucket is Public
///
/// Description: Anybody can read it.
/// CWE: CWE-668 Exposure of Resource to the Wrong Sphere
/// Severity: Critical
/// CVSS: 9.0
/// Assurance Scope: PCI, NIST
/// Recommendation: Block public access. https://docs.aws.amazon.com/
/// Threat Model STRIDE Mapping: Information Disclosure
/// ```
///
/// Such documents are written by hand, so nothing in them is an error: what is missing, unknown or
/// doubtful is kept with the rule and reported among the catalog's anomalies.
public struct ThreatModelingDocument: CatalogFormat {
  /// The format's name in output.
  public let key = "threat-modeling-document"

  /// A reader of such documents.
  public init() {}

  /// True where lines begin with both marks.
  public func recognises(_ text: String) -> Bool {
    let marks = Set(
      LineTable.lines(of: text).compactMap { line in
        DocumentOutline.mark(of: line.text)?.mark
      })
    return marks.count == 2
  }

  /// Reads the document.
  ///
  /// - Parameters:
  ///   - text: The whole document.
  ///   - file: The document's name, which gives the key to a document without a title.
  /// - Returns: The catalog, with its anomalies in the order of their lines.
  public func read(_ text: String, file: String) -> RuleCatalog {
    let outline = DocumentOutline(text)
    var catalog = heading(of: outline, file: file)
    noteServices(of: outline, in: &catalog)

    let titles = outline.rules.map { Markup.plain($0.title) }
    let keys = RuleKey.keys(titles: titles)
    var reader = DocumentRuleReader()
    for (rule, key) in zip(outline.rules, keys) {
      catalog.rules.append(reader.read(rule, key: key))
    }
    catalog.cwes = reader.cwes
    catalog.frameworks = reader.frameworks
    catalog.anomalies += reader.anomalies
    for (index, key) in keys.enumerated() {
      guard !titles[index].isEmpty, key != RuleKey.key(title: titles[index]) else { continue }
      let message = "an earlier title gives the same key; the key of this rule is '\(key)'"
      catalog.anomalies.append(
        CatalogAnomaly(
          code: "duplicate-title", rule: key, line: outline.rules[index].line, message: message))
    }
    catalog.anomalies.sort { ($0.line, $0.code) < ($1.line, $1.code) }
    return catalog
  }

  private func heading(of outline: DocumentOutline, file: String) -> RuleCatalog {
    let title = Markup.plain(outline.title)
    let key = RuleKey.slug(title)
    guard key.isEmpty else { return RuleCatalog(key: key, title: title) }
    let name = file.split(separator: "/").last.map { $0.split(separator: ".").first ?? $0 } ?? ""
    let fallback = RuleKey.slug(String(name))
    var catalog = RuleCatalog(key: fallback.isEmpty ? self.key : fallback, title: String(name))
    catalog.anomalies.append(
      CatalogAnomaly(
        code: "missing-field", rule: nil, line: 1,
        message: "the document has no title before its first mark"))
    return catalog
  }

  private func noteServices(of outline: DocumentOutline, in catalog: inout RuleCatalog) {
    func note(_ code: String, _ line: Int, _ message: String) {
      catalog.anomalies.append(
        CatalogAnomaly(code: code, rule: nil, line: line, message: message))
    }
    for service in outline.services {
      if service.name.isEmpty {
        note("missing-field", service.line, "the service has no name")
      } else if let right = CloudService.correction(ofHeading: service.name) {
        note("misspelt-service", service.line, "'\(service.name)' is probably '\(right)'")
      }
      if service.rules == 0 {
        note("empty-service", service.line, "the service '\(service.name)' has no rules")
      }
    }
    for stray in outline.strays {
      note("unlabelled-text", stray.line, "the text belongs to no rule: '\(stray.text)'")
    }
  }
}
