public import EvidenceModel

/// OSCAL profiles, which are refused.
///
/// A profile names controls of other documents, without their titles, and changes them. What it asks
/// for is known only when it is resolved, which is a task of OSCAL's own tools. The catalog that they
/// make of it is read.
///
/// Source: NIST, OSCAL 1.2, profile model and profile resolution specification.
public struct OSCALProfile: CatalogFormat {
  /// The format's name in output.
  public let key = "oscal-profile"

  /// A reader that refuses such documents.
  public init() {}

  /// True where the root is a profile.
  public func recognises(_ text: String) -> Bool { OSCALDocument.isOf("profile", text) }

  /// Refuses the document.
  ///
  /// - Throws: An `ImportError` that says what to load instead.
  public func read(_ text: String, file: String) throws -> RuleCatalog {
    _ = try OSCALDocument(text, model: "profile", file: file)
    throw ImportError(
      code: .missingContext, file: file,
      reason: "is an OSCAL profile: it selects controls of other documents and has none itself",
      hint: "load the resolved profile, an OSCAL catalog, which publishers have beside the profile "
        + "and 'oscal-cli profile resolve --to=json' makes of it")
  }
}
