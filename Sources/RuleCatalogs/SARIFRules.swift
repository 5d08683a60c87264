public import EvidenceModel
import Foundation

/// The rules that a SARIF log lists: those of its tool, and of the tool's extensions.
///
/// ```json
/// {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "Vaultlint", "rules": [
///   {"id": "V1", "shortDescription": {"text": "A vault is open"}, "helpUri": "https://…",
///    "defaultConfiguration": {"level": "error"},
///    "properties": {"tags": ["external/cwe/cwe-311"], "security-severity": "7.5"}}]}}}]}
/// ```
///
/// A log that lists rules and has no results is how some tools publish them. The rules are those of
/// the tool's findings, with the same words: results are not read. Relations to CWE tell the
/// weakness; those to other taxonomies are mappings, a requirement of the taxonomy each. Of a log
/// with runs of several tools the first one's rules are read.
///
/// Source: OASIS SARIF 2.1.0, 3.18 `tool`, 3.49 `reportingDescriptor`.
public struct SARIFRules: CatalogFormat {
  /// The format's name in output.
  public let key = "sarif-rules"

  /// A reader of such documents.
  public init() {}

  /// True where the document has runs, and a tool with a driver.
  public func recognises(_ text: String) -> Bool {
    JSONDocument.looksLike(text, anyOf: [["\"runs\"", "\"tool\"", "\"driver\""]])
  }

  /// Reads the document.
  ///
  /// - Parameters:
  ///   - text: The whole document.
  ///   - file: The document's name as the user wrote it, for errors.
  /// - Returns: The catalog of the tool, called as its scans are.
  /// - Throws: An `ImportError` where the text is not JSON, or lists no rule.
  public func read(_ text: String, file: String) throws -> RuleCatalog {
    let document = try JSONDocument(text, file: file)
    let runs = JSONObject(document.root).objects("runs")
    var reader: Reader?
    for run in runs where !Self.rules(of: run).isEmpty {
      let name = run.object("tool").object("driver").text("name") ?? ""
      let tool = SARIFNames.tool(name)
      var current = reader ?? Reader(tool: tool, name: name, text: text)
      if current.catalog.key == tool {
        current.read(run)
      } else {
        current.noteOther(tool)
      }
      reader = current
    }
    guard let catalog = reader?.catalog else {
      throw ImportError(
        code: .malformedFile, file: file, reason: "its runs list no rules",
        hint: "'tickmark ingest' reads the results of SARIF logs")
    }
    return catalog
  }

  /// The rules of a run's tool and of its extensions.
  private static func rules(of run: JSONObject) -> [JSONObject] {
    let tool = run.object("tool")
    return ([tool.object("driver")] + tool.objects("extensions")).flatMap { $0.objects("rules") }
  }

  /// Reads one run after the other.
  private struct Reader {
    private(set) var catalog: RuleCatalog
    private var lines: JSONValueLines
    private var keys: Set<String> = []

    init(tool: String, name: String, text: String) {
      catalog = RuleCatalog(key: tool, title: name)
      catalog.tool = tool
      lines = JSONValueLines(text, key: "id")
    }

    mutating func noteOther(_ tool: String) {
      catalog.note("other-tool", 1, "the rules of another tool, '\(tool)', are not read")
    }

    mutating func read(_ run: JSONObject) {
      let taxonomies = run.objects("taxonomies")
      for taxonomy in taxonomies where taxonomy.text("name")?.uppercased() == "CWE" {
        for taxon in taxonomy.objects("taxa") {
          let name = taxon.text("name") ?? taxon.object("shortDescription").text("text")
          guard let name, let number = taxon.text("id").flatMap(Self.weakness) else { continue }
          // Names of weaknesses that are but their numbers tell nothing.
          if CWENumber.number(in: name) == nil { catalog.cwes[number] = name }
        }
      }
      for value in SARIFRules.rules(of: run) {
        guard let id = value.text("id") else {
          catalog.note("rule-without-id", 1, "a rule has no id")
          continue
        }
        let line = lines.next(id)
        guard keys.insert(id).inserted else {
          catalog.note("repeated-rule", line, "the rule '\(id)' is there twice")
          continue
        }
        catalog.rules.append(Self.rule(id, value, taxonomies, tool: catalog.key))
      }
    }

    private static func rule(
      _ id: String, _ value: JSONObject, _ taxonomies: [JSONObject], tool: String
    ) -> RuleDefinition {
      let full = value.object("fullDescription").text("text") ?? ""
      var rule = RuleDefinition(
        key: id,
        title: value.object("shortDescription").text("text") ?? value.text("name")
          ?? (full.isEmpty ? id : String(full.prefix { !$0.isNewline })))
      rule.description = full
      rule.recommendation = value.object("help").text("text") ?? ""
      rule.referenceURL = value.text("helpUri").flatMap { $0.hasPrefix("http") ? $0 : nil }
      let properties = value.object("properties")
      rule.severity = severity(value, properties)
      rule.cvss = properties.number("security-severity").flatMap {
        (0...10).contains($0) ? $0 : nil
      }
      rule.cwe = properties.texts("tags").lazy.compactMap(CWENumber.number(in:)).first
      rule.equivalents = value.texts("deprecatedIds").filter { $0 != id }.map {
        .same(catalog: tool, rule: $0)
      }
      var mappings: Set<RequirementReference> = []
      for relationship in value.objects("relationships") {
        let target = relationship.object("target")
        guard let requirement = target.text("id"),
          let edition = taxonomy(target.object("toolComponent"), taxonomies)
        else { continue }
        if edition.uppercased() == "CWE" {
          rule.cwe = rule.cwe ?? weakness(requirement)
        } else {
          mappings.insert(.named(edition: edition, requirement: requirement))
        }
      }
      rule.mappings = mappings.sorted()
      return rule
    }

    private static func severity(_ value: JSONObject, _ properties: JSONObject) -> Severity {
      if let score = properties.number("security-severity") {
        return SARIFNames.severity(score: score)
      }
      if let severity = properties.text("security-severity").flatMap(Severity.init(word:)) {
        return severity
      }
      let level = value.object("defaultConfiguration").text("level")
      return level.flatMap(SARIFNames.severity(level:)) ?? .unknown
    }

    private static func weakness(_ id: String) -> Int? { CWENumber.number(in: id) ?? Int(id) }

    /// The name of the taxonomy that a reference means.
    private static func taxonomy(
      _ reference: JSONObject, _ taxonomies: [JSONObject]
    ) -> String? {
      if let name = reference.text("name") { return name }
      if let index = reference.number("index").flatMap(Int.init(exactly:)),
        taxonomies.indices.contains(index)
      {
        return taxonomies[index].text("name")
      }
      return reference.text("guid").flatMap { guid in
        taxonomies.first { $0.text("guid") == guid }?.text("name")
      }
    }
  }
}
