public import EvidenceModel

/// Controls of AWS Security Hub: what its API lists, an array of them, or one a line.
///
/// ```json
/// {"SecurityControlDefinitions": [{"SecurityControlId": "S3.1", "Title": "…", "Description": "…",
///   "SeverityRating": "MEDIUM", "RemediationUrl": "https://…"}]}
/// {"Controls": [{"ControlId": "S3.1", "Title": "…", "RelatedRequirements": ["PCI DSS v4.0.1/1.4.4"],
///   "StandardsControlArn": "arn:…:control/aws-foundational-security-best-practices/v/1.0.0/S3.1"}]}
/// ```
///
/// The rules are those of Security Hub's findings. A control that is listed for several standards is
/// one rule, and evidence for the requirements of all. Of lists by standard the control is also one
/// of AWS's own standard, whose requirements are its controls.
///
/// Source: AWS Security Hub API reference, `ListSecurityControlDefinitions`,
/// `BatchGetSecurityControls` and `DescribeStandardsControls`.
public struct SecurityHubControls: CatalogFormat {
  /// The format's name in output.
  public let key = "security-hub-controls"

  /// A reader of such documents.
  public init() {}

  /// True where an object has a control's id, its title and where to read how to remedy it.
  public func recognises(_ text: String) -> Bool {
    JSONDocument.looksLike(
      text,
      anyOf: [
        ["\"SecurityControlId\"", "\"Title\"", "\"SeverityRating\""],
        ["\"ControlId\"", "\"Title\"", "\"SeverityRating\""],
        ["\"SecurityControlId\"", "\"Title\"", "\"RemediationUrl\""],
        ["\"Id\"", "\"Title\"", "\"RemediationUrl\""],
      ]) && !text.prefix(100_000).contains("\"ProductArn\"")
  }

  /// Reads the document.
  ///
  /// - Parameters:
  ///   - text: The whole document.
  ///   - file: The document's name as the user wrote it, for errors.
  /// - Returns: The catalog `aws-security-hub`.
  /// - Throws: An `ImportError` where the text is not JSON.
  public func read(_ text: String, file: String) throws -> RuleCatalog {
    var catalog = RuleCatalog(key: "aws-security-hub", title: "AWS Security Hub controls")
    catalog.tool = "aws-security-hub"
    var reader = Reader(catalog: catalog, text: text)
    for object in try Self.objects(text, file: file) {
      guard let list = Self.lists.first(where: object.has) else {
        reader.read(object)
        continue
      }
      reader.noteMisfits(list, of: object)
      for control in object.objects(list) { reader.read(control) }
    }
    return reader.catalog
  }

  private static let idKeys = ["SecurityControlId", "ControlId", "Id"]
  private static let lists = ["SecurityControlDefinitions", "SecurityControls", "Controls"]

  private static func objects(_ text: String, file: String) throws -> [JSONObject] {
    let values: [Any]
    if let root = try? JSONDocument(text, file: file).root {
      values = root as? [Any] ?? [root]
    } else {
      values = try text.split(whereSeparator: \.isNewline)
        .filter { !$0.allSatisfy(\.isWhitespace) }
        .map { try JSONDocument(String($0), file: file).root }
    }
    return values.map(JSONObject.init)
  }

  /// Reads one control after the other.
  private struct Reader {
    private(set) var catalog: RuleCatalog
    private var lines: [String: JSONValueLines]
    private var places: [String: Int] = [:]
    private var requirements: [String: Set<RequirementReference>] = [:]

    init(catalog: RuleCatalog, text: String) {
      self.catalog = catalog
      lines = Dictionary(
        uniqueKeysWithValues: idKeys.map { ($0, JSONValueLines(text, key: $0)) })
    }

    mutating func noteMisfits(_ name: String, of object: JSONObject) {
      catalog.noteMisfits(name, of: object, 1)
    }

    mutating func read(_ control: JSONObject) {
      guard let name = idKeys.first(where: { control.text($0) != nil }),
        let id = control.text(name)
      else {
        return catalog.note("control-without-id", 1, "a control has no id")
      }
      let line = lines[name]?.next(id) ?? 1
      let arn = control.text("StandardsControlArn")
      let rule = Self.rule(id, control)
      if let place = places[id] {
        // The lists of several standards have the same control.
        if arn == nil, catalog.rules[place] == rule {
          catalog.note("repeated-check", line, "the control '\(id)' is there twice")
        } else if arn == nil {
          catalog.note(
            "repeated-check", line, "the control '\(id)' is there twice, and not the same")
        }
      } else {
        places[id] = catalog.rules.count
        catalog.rules.append(rule)
      }
      let misfits = control.textMisfits("RelatedRequirements")
      if misfits > 0 {
        catalog.note(
          "wrong-type", line, "\(misfits) of 'RelatedRequirements' are not texts of a list")
      }
      for text in control.texts("RelatedRequirements") {
        guard let reference = SecurityHubRequirement.reference(text) else {
          catalog.note("unknown-requirement", line, "'\(text)' names no requirement")
          continue
        }
        add(reference, for: id)
      }
      if let arn, let standard = Self.standard(of: arn),
        let reference = SecurityHubRequirement.reference(standard: standard, control: id)
      {
        add(reference, for: id)
      }
    }

    private mutating func add(_ requirement: RequirementReference, for control: String) {
      guard requirements[control, default: []].insert(requirement).inserted else { return }
      catalog.evidence.append(
        RequirementEvidence(
          requirement: requirement,
          rule: RuleReference(catalog: catalog.key, rule: control)))
    }

    /// `standards/aws-…/v/1.0.0` of `arn:aws:securityhub:…:control/aws-…/v/1.0.0/S3.1`.
    private static func standard(of arn: String) -> String? {
      guard let mark = arn.firstRange(of: ":control/"),
        let end = arn.lastIndex(of: "/"), mark.upperBound < end
      else { return nil }
      return "standards/" + arn[mark.upperBound..<end]
    }

    private static func rule(_ id: String, _ control: JSONObject) -> RuleDefinition {
      var rule = RuleDefinition(key: id, title: control.text("Title") ?? id)
      rule.service = id.split(separator: ".").first.map(String.init) ?? ""
      let severity = control.text("SeverityRating") ?? control.text("Severity") ?? ""
      rule.severity = Severity(word: severity) ?? .unknown
      rule.description = control.text("Description") ?? ""
      rule.referenceURL = control.text("RemediationUrl").flatMap {
        $0.hasPrefix("http") ? $0 : nil
      }
      return rule
    }
  }
}
