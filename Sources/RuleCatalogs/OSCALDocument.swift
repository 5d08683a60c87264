import EvidenceModel
import Foundation

/// What all documents of NIST's OSCAL have: one object below the model's name, with metadata and
/// resources that addresses inside it refer to.
///
/// Source: NIST, OSCAL 1.2 JSON schemas.
struct OSCALDocument {
  /// The object below the model's name.
  let body: JSONObject
  /// The document's title.
  let title: String
  /// The document's version; empty where there is none.
  let version: String
  private let resources: [String: JSONObject]

  /// Reads a text.
  ///
  /// - Throws: An `ImportError` where it is not JSON, or has no title.
  init(_ text: String, model: String, file: String) throws {
    let document = try JSONDocument(text, file: file)
    body = JSONObject(document.root).object(model)
    let metadata = body.object("metadata")
    guard let title = metadata.text("title") else {
      throw document.error("its metadata have no title")
    }
    self.title = title
    version = metadata.text("version") ?? ""
    resources = Dictionary(
      body.object("back-matter").objects("resources")
        .compactMap { resource in resource.text("uuid").map { ($0, resource) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// True where a text's outermost object begins with a model's name.
  static func isOf(_ model: String, _ text: String) -> Bool {
    text.prefix(2000).firstMatch(
      of: /^\s*\{\s*(?:"\$schema"\s*:\s*"[^"]*"\s*,\s*)?"([a-z-]+)"\s*:\s*\{/
    ).map { $0.1 == model } ?? false
  }

  /// A catalog's key and title, made of the document's title.
  var catalog: RuleCatalog {
    RuleCatalog(key: "oscal-" + RuleKey.slug(title), title: title)
  }

  /// The edition that an address is about, with further texts that may name it.
  func edition(href: String?, or texts: [String] = []) -> String? {
    var names: [String] = []
    if let href {
      if href.hasPrefix("#") {
        let resource = resources[String(href.dropFirst())]
        names.append(resource?.text("title") ?? "")
        names += resource?.objects("rlinks").compactMap { $0.text("href") } ?? []
      }
      names.append(href)
    }
    if let known = EditionKey.known(in: names + texts) { return known }
    guard let name = (texts + names).first(where: { !$0.isEmpty && !$0.hasPrefix("#") }) else {
      return nil
    }
    let last = name.split(separator: "/").last.map(String.init) ?? name
    return EditionKey.made(
      title: last.hasSuffix(".json") ? String(last.dropLast(5)) : last, version: "")
  }

  /// The values of an object's properties of this name.
  static func properties(_ name: String, of object: JSONObject) -> [JSONObject] {
    object.objects("props").filter { $0.text("name") == name && $0.has("value") }
  }
}
