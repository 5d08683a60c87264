/// What both documents begin and end with.
struct OSCALDocument {
  let scope: ResolvedScope
  let programVersion: String

  init(_ scope: ResolvedScope, programVersion: String) {
    self.scope = scope
    self.programVersion = programVersion
  }

  /// The moment of the states; the beginning of time where there is no scan.
  var moment: String { scope.parameters.asOf.time ?? "1970-01-01T00:00:00Z" }

  var framework: String { scope.parameters.framework ?? "" }

  /// What the document is about, which its UUIDs follow from.
  func uuid(_ kind: String) -> NameUUID {
    let parameters = scope.parameters
    return NameUUID(
      kind,
      [
        framework, parameters.edition ?? "", parameters.requirement ?? "",
        parameters.account ?? "", moment, String(parameters.knownAt.ingest),
      ])
  }

  func metadata(_ title: String) -> JSONValue {
    .object([
      ("title", .text(OSCALText.string("\(framework): \(title)"))),
      ("last-modified", .text(moment)),
      ("version", .text("ingest-\(scope.parameters.knownAt.ingest)")),
      ("oscal-version", .text(OSCALExport.version)),
      ("props", .array(OSCALProperty.list([("made-by", "tickmark \(programVersion)")]))),
    ])
  }

  /// Where the plan of the assessment would be: tickmark has none, and OSCAL requires a reference.
  var planReference: JSONValue {
    .object([("href", .text("#" + uuid("assessment-plan").text))])
  }

  /// The files that were ingested, and the stand-in for the plan.
  func backMatter(_ artifacts: [OSCALArtifact], hasPlan: Bool) -> JSONValue {
    var resources = artifacts.map(\.json)
    if hasPlan {
      resources.append(
        .object([
          ("uuid", .text(uuid("assessment-plan").text)),
          ("title", .text("Assessment plan")),
          (
            "description",
            .text("No plan was given: the scans that were ingested are what was assessed.")
          ),
        ]))
    }
    return .object([("resources", .array(resources))])
  }
}

/// A file that was ingested.
struct OSCALArtifact: Hashable {
  var sha256: String
  var path: String

  var json: JSONValue {
    .object([
      ("uuid", .text(NameUUID("artifact", [sha256]).text)),
      ("title", .text(OSCALText.string(path))),
      (
        "rlinks",
        .array([
          .object([
            ("href", .text(OSCALText.reference(path))),
            (
              "hashes",
              .array([
                .object([("algorithm", .text("SHA-256")), ("value", .text(sha256))])
              ])
            ),
          ])
        ])
      ),
    ])
  }
}
