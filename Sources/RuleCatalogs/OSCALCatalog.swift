public import EvidenceModel
import Foundation

/// OSCAL catalogs, also those that profiles were resolved to.
///
/// ```json
/// {"catalog": {"uuid": "…", "metadata": {"title": "NIST SP 800-53 Rev 5 …", "version": "5.1.1"},
///   "groups": [{"id": "ac", "title": "Access Control", "controls": [
///     {"id": "ac-2", "title": "Account Management", "controls": [
///       {"id": "ac-2.3", "title": "Disable Accounts"}]}]}]}}
/// ```
///
/// Groups are headings. Controls inside of controls, which NIST calls enhancements, are parts of
/// them. Withdrawn controls are kept, for what refers to them, and are not assessable. A baseline
/// lists requirements of the same edition as the whole catalog; its own key tells it apart.
///
/// Warned of are controls without an id, controls that are there twice, and what is of another type
/// than it should be.
///
/// Source: NIST, OSCAL 1.2, catalog model.
public struct OSCALCatalog: CatalogFormat {
  /// The format's name in output.
  public let key = "oscal-catalog"

  /// A reader of such documents.
  public init() {}

  /// True where the root is a catalog.
  public func recognises(_ text: String) -> Bool { OSCALDocument.isOf("catalog", text) }

  /// Reads the document.
  ///
  /// - Parameters:
  ///   - text: The whole document.
  ///   - file: The document's name as the user wrote it, for errors.
  /// - Returns: A catalog of one edition, without rules.
  /// - Throws: An `ImportError` where the text is not JSON, or has no title.
  public func read(_ text: String, file: String) throws -> RuleCatalog {
    let document = try OSCALDocument(text, model: "catalog", file: file)
    var edition = EditionDefinition(
      key: EditionKey.known(in: [document.title])
        ?? EditionKey.made(title: document.title, version: document.version),
      title: document.title)
    var reader = Reader(edition: edition.key, lines: JSONValueLines(text, key: "id"))
    reader.readContents(of: document.body, parent: nil, line: 1)
    edition.requirements = reader.tree.ordered()
    var catalog = document.catalog
    catalog.editions = [edition]
    catalog.anomalies = (reader.anomalies + reader.tree.anomalies).sorted { $0.line < $1.line }
    return catalog
  }

  /// Reads one group or control after the other.
  private struct Reader {
    let edition: String
    var lines: JSONValueLines
    var tree = RequirementTree()
    private(set) var anomalies: [CatalogAnomaly] = []

    init(edition: String, lines: JSONValueLines) {
      self.edition = edition
      self.lines = lines
    }

    mutating func readContents(of object: JSONObject, parent: String?, line: Int) {
      for name in ["groups", "controls"] {
        let misfits = object.misfits(name)
        if misfits > 0 {
          note("wrong-type", line, "\(misfits) of '\(name)' are not objects of a list")
        }
      }
      for group in object.objects("groups") { read(group: group, parent: parent, line: line) }
      for control in object.objects("controls") {
        read(control: control, parent: parent, line: line)
      }
    }

    private mutating func read(group: JSONObject, parent: String?, line: Int) {
      let title = group.text("title") ?? ""
      guard let id = group.text("id") else {
        guard !title.isEmpty else { return readContents(of: group, parent: parent, line: line) }
        tree.add(
          RequirementDefinition(key: title, title: title, parent: parent, isAssessable: false),
          line: line)
        return readContents(of: group, parent: title, line: line)
      }
      let line = lines.next(id)
      // The publication writes its families in capitals.
      let key = edition.hasPrefix("NIST-800-53") ? id.uppercased() : id
      tree.add(
        RequirementDefinition(key: key, title: title, parent: parent, isAssessable: false),
        line: line)
      readContents(of: group, parent: key, line: line)
    }

    private mutating func read(control: JSONObject, parent: String?, line: Int) {
      guard let id = control.text("id") else {
        note("requirement-without-id", line, "a control has no id")
        return readContents(of: control, parent: parent, line: line)
      }
      let line = lines.next(id)
      let key = RequirementReference.named(edition: edition, requirement: id).requirement
      let isWithdrawn = OSCALDocument.properties("status", of: control)
        .contains { $0.text("value")?.lowercased() == "withdrawn" }
      tree.add(
        RequirementDefinition(
          key: key, title: control.text("title") ?? "", parent: parent,
          isAssessable: !isWithdrawn),
        line: line)
      readContents(of: control, parent: key, line: line)
    }

    private mutating func note(_ code: String, _ line: Int, _ message: String) {
      anomalies.append(CatalogAnomaly(code: code, rule: nil, line: line, message: message))
    }
  }
}
