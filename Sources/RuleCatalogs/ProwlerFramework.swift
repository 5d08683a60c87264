public import EvidenceModel
import Foundation

/// Prowler's compliance files: the requirements of an edition, with the checks that are evidence for
/// each.
///
/// ```json
/// {"Framework": "PCI", "Name": "…", "Version": "4.0", "Provider": "AWS", "Requirements": [
///   {"Id": "3.5.1.30", "Name": "s3", "Description": "…", "Checks": ["s3_bucket_default_encryption"],
///    "Attributes": [{"Section": "3.5.1: Stored account data is secured."}]}]}
/// ```
///
/// Universal files, which hold the checks of all providers, have the same keys in lower case, and
/// lists of checks by provider. The edition's key is the framework with the version behind it, as
/// Prowler's findings have it. What a requirement is called is told in `RequirementNaming`; rows of
/// evidence for PCI DSS 4.0 make up the requirements of their sections. A requirement without checks
/// is kept as one that a person has to look at.
///
/// Warned of are requirements that are listed twice, checks that are named twice for one requirement,
/// requirements without an id, and what is of another type than it should be.
///
/// Source: Prowler 5.40, `lib/check/compliance_models.py` and `compliance/`.
public struct ProwlerFramework: CatalogFormat {
  /// The format's name in output.
  public let key = "prowler-compliance"

  /// A reader of such documents.
  public init() {}

  /// True where the root has a framework and its requirements.
  public func recognises(_ text: String) -> Bool {
    JSONDocument.looksLike(
      text, anyOf: [["\"Framework\"", "\"Requirements\""], ["\"framework\"", "\"requirements\""]])
  }

  /// Reads the document.
  ///
  /// - Parameters:
  ///   - text: The whole document.
  ///   - file: The document's name as the user wrote it, for errors.
  /// - Returns: A catalog of one edition, without rules of its own.
  /// - Throws: An `ImportError` where the text is not JSON, or names no framework.
  public func read(_ text: String, file: String) throws -> RuleCatalog {
    let document = try JSONDocument(text, file: file)
    let root = Fields(document.root)
    guard let framework = root.text("framework") else {
      throw document.error("it names no framework")
    }
    let version = root.text("version") ?? ""
    let edition =
      version.isEmpty || framework.hasSuffix(version)
      ? framework : "\(framework)-\(version)"
    let provider = root.text("provider")?.lowercased()
    var reader = Reader(
      edition: edition, title: root.text("name") ?? "", places: JSONPlaces(text))
    if root.isWrong("requirements") {
      reader.note("wrong-type", 1, "'Requirements' is not a list")
    }
    for (index, value) in root.list("requirements").enumerated() {
      reader.read(Fields(value), index: index)
    }
    var catalog = RuleCatalog(
      key: "prowler-" + RuleKey.key(title: edition + (provider.map { " " + $0 } ?? "")),
      title: root.text("name") ?? edition)
    catalog.editions = [reader.edition]
    catalog.evidence = reader.evidence
    catalog.anomalies = reader.anomalies
    return catalog
  }

  /// An object whose keys may be in capitals.
  private struct Fields {
    let object: [String: Any]

    init(_ value: Any?) { object = value as? [String: Any] ?? [:] }

    private func value(_ name: String) -> Any? {
      object[name] ?? object[name.prefix(1).uppercased() + name.dropFirst()]
    }

    /// A text that is not blank.
    func text(_ name: String) -> String? {
      guard let text = value(name) as? String else { return nil }
      let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
      return trimmed.isEmpty ? nil : trimmed
    }

    func list(_ name: String) -> [Any] { value(name) as? [Any] ?? [] }

    /// True where there is something that should be a list, and is none.
    func isWrong(_ name: String) -> Bool {
      guard let value = value(name), !(value is NSNull) else { return false }
      return !(value is [Any])
    }

    /// The first of the attributes, or the attributes themselves.
    var attributes: Fields { Fields(list("attributes").first ?? value("attributes")) }

    /// The checks, of all providers; what is no text is `nil`.
    var checks: [String?] {
      switch value("checks") {
      case nil, is NSNull: []
      case let byProvider as [String: Any]:
        byProvider.sorted { $0.key < $1.key }
          .flatMap { $0.value as? [Any] ?? [$0.value] }.map { $0 as? String }
      case let list as [Any]: list.map { $0 as? String }
      default: [nil]
      }
    }
  }

  /// Reads one requirement after the other.
  private struct Reader {
    private(set) var edition: EditionDefinition
    private(set) var evidence: [RequirementEvidence] = []
    private(set) var anomalies: [CatalogAnomaly] = []
    private var places: JSONPlaces
    private var listed: Set<RequirementReference> = []
    private var defined: [String: Int] = [:]

    init(edition: String, title: String, places: JSONPlaces) {
      self.edition = EditionDefinition(key: edition, title: title)
      self.places = places
    }

    mutating func read(_ fields: Fields, index: Int) {
      guard let id = fields.text("id") else {
        note("requirement-without-id", places.line, "the requirement number \(index + 1) has no id")
        return
      }
      let line = places.line(ofNext: id)
      let reference = self.reference(id, fields)
      if !listed.insert(reference).inserted {
        note("repeated-requirement", line, "the requirement '\(id)' is listed twice")
      }
      define(reference, fields)
      var checks: Set<String> = []
      let misfits = fields.checks.count { $0 == nil }
      if misfits > 0 {
        note("wrong-type", line, "\(misfits) of the checks of '\(id)' are not texts of a list")
      }
      for case let check? in fields.checks {
        guard checks.insert(check).inserted else {
          note("repeated-check", line, "the requirement '\(id)' names the check '\(check)' twice")
          continue
        }
        evidence.append(
          RequirementEvidence(
            requirement: reference, rule: RuleReference(catalog: "prowler", rule: check)))
      }
      if checks.isEmpty { evidence.append(RequirementEvidence(requirement: reference, rule: nil)) }
    }

    private func reference(_ id: String, _ fields: Fields) -> RequirementReference {
      // The title has the function that ids of the Cybersecurity Framework leave out.
      if edition.key.hasPrefix("NIST-CSF"),
        let word = fields.text("name")?.split(separator: " ").first, word.contains("."),
        word.contains("-")
      {
        let named = RequirementReference.named(edition: edition.key, requirement: String(word))
        return RequirementReference(
          edition: named.edition, requirement: named.requirement,
          written: .init(edition: edition.key, requirement: id, rule: .cybersecurityFunction))
      }
      return .prowler(edition: edition.key, requirement: id)
    }

    private mutating func define(_ reference: RequirementReference, _ fields: Fields) {
      guard defined[reference.requirement] == nil else { return }
      var title = fields.text("name") ?? ""
      if reference.written?.rule == .evidenceRow {
        // The row's own name is that of a service.
        let section = fields.attributes.text("section") ?? ""
        title =
          section.split(separator: ":", maxSplits: 1).dropFirst().first.map {
            $0.trimmingCharacters(in: .whitespaces)
          } ?? ""
      } else {
        for name in [reference.requirement, fields.text("id") ?? ""]
        where title.hasPrefix(name + " ") {
          title = String(title.dropFirst(name.count + 1))
        }
      }
      defined[reference.requirement] = edition.requirements.count
      edition.requirements.append(RequirementDefinition(key: reference.requirement, title: title))
    }

    mutating func note(_ code: String, _ line: Int, _ message: String) {
      anomalies.append(CatalogAnomaly(code: code, rule: nil, line: line, message: message))
    }
  }
}
