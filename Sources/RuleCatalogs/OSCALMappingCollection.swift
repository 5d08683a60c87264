public import EvidenceModel

/// OSCAL mapping collections: how the controls of one document stand to those of another.
///
/// ```json
/// {"mapping-collection": {"metadata": {"title": "…"}, "mappings": [
///   {"source-resource": {"type": "catalog", "href": "NIST_SP-800-53_rev5_catalog.json"},
///    "target-resource": {"type": "catalog", "href": "NIST_CSF_v2.0_catalog.json"},
///    "maps": [{"relationship": "subset-of",
///      "sources": [{"type": "control", "id-ref": "ac-1"}],
///      "targets": [{"type": "control", "id-ref": "gv.po-01"}]}]}]}}
/// ```
///
/// A map between several controls says something of them together. Of each pair only what follows is
/// kept: what is equal to two controls together is a superset of each. Of statements, which are parts
/// of controls, nothing follows for the controls but that they intersect. Maps that say that there is
/// no relationship are left out.
///
/// Source: NIST, OSCAL 1.2, control mapping model; NIST IR 8477.
public struct OSCALMappingCollection: CatalogFormat {
  /// The format's name in output.
  public let key = "oscal-mapping-collection"

  /// A reader of such documents.
  public init() {}

  /// True where the root is a mapping collection.
  public func recognises(_ text: String) -> Bool { OSCALDocument.isOf("mapping-collection", text) }

  /// Reads the document.
  ///
  /// - Parameters:
  ///   - text: The whole document.
  ///   - file: The document's name as the user wrote it, for errors.
  /// - Returns: A catalog of relations, without rules or requirements.
  /// - Throws: An `ImportError` where the text is not JSON, or has no title.
  public func read(_ text: String, file: String) throws -> RuleCatalog {
    let document = try OSCALDocument(text, model: "mapping-collection", file: file)
    var catalog = document.catalog
    var lines = JSONValueLines(text, key: "relationship")
    catalog.noteMisfits("mappings", of: document.body, 1)
    for mapping in document.body.objects("mappings") {
      catalog.noteMisfits("maps", of: mapping, 1)
      let editions = ["source-resource", "target-resource"].map {
        document.edition(href: mapping.object($0).text("href"))
      }
      guard let source = editions[0], let target = editions[1] else {
        catalog.note("unknown-edition", 1, "a mapping does not say what it maps")
        continue
      }
      for map in mapping.objects("maps") {
        guard let word = map.text("relationship") ?? map.object("relationship").text("type") else {
          catalog.note("unknown-relationship", 1, "a map names no relationship")
          continue
        }
        let line = lines.next(word)
        if ["no-relationship", "not-related"].contains(word) { continue }
        guard let kind = Self.kinds[word] else {
          catalog.note("unknown-relationship", line, "the relationship '\(word)' is not known")
          continue
        }
        let sources = Self.references(map, "sources", edition: source)
        let targets = Self.references(map, "targets", edition: target)
        if sources.isEmpty || targets.isEmpty {
          catalog.note("requirement-without-id", line, "a map does not name both its sides")
        } else {
          let unnamed = ["sources", "targets"].map { side in
            map.misfits(side) + map.objects(side).count { $0.text("id-ref") == nil }
          }.reduce(0, +)
          if unnamed > 0 {
            catalog.note("requirement-without-id", line, "\(unnamed) sides of a map are no control")
          }
        }
        let isOfStatements = (map.objects("sources") + map.objects("targets"))
          .contains { $0.text("type") == "statement" }
        let pairKind =
          isOfStatements
          ? .intersects
          : Self.kind(kind, isOneSource: sources.count == 1, isOneTarget: targets.count == 1)
        for one in sources {
          for other in targets {
            catalog.relations.append(
              RequirementRelation(one, pairKind, other, reason: map.text("remarks") ?? ""))
          }
        }
      }
    }
    return catalog
  }

  private static let kinds: [String: RequirementRelation.Kind] = [
    "equal-to": .equal, "equivalent-to": .equal, "equal": .equal, "equivalent": .equal,
    "subset-of": .subset, "subset": .subset, "superset-of": .superset, "superset": .superset,
    "intersects-with": .intersects, "intersects": .intersects, "intersection": .intersects,
  ]

  /// What a relation of several controls says of each pair of them.
  private static func kind(
    _ kind: RequirementRelation.Kind, isOneSource: Bool, isOneTarget: Bool
  ) -> RequirementRelation.Kind {
    switch (kind, isOneSource, isOneTarget) {
    case (_, true, true): kind
    case (.equal, true, false), (.superset, true, false): .superset
    case (.equal, false, true), (.subset, false, true): .subset
    default: .intersects
    }
  }

  private static func references(
    _ map: JSONObject, _ side: String, edition: String
  ) -> [RequirementReference] {
    map.objects(side).compactMap { $0.text("id-ref") }
      .map { RequirementReference.named(edition: edition, requirement: $0) }
  }
}
