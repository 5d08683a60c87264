public import EvidenceModel

/// The catalogs that every new database starts with.
///
/// ```swift
/// for document in BundledCatalogs.documents {
///   print(document.name, try document.catalog().rules.count)
/// }
/// ```
public enum BundledCatalogs {
  /// The documents, in the order of their names.
  public static let documents = EmbeddedFiles.all
    .filter { !$0.path.hasPrefix(PolicyPreset.folder) }
    .map { file in
      BundledDocument(
        name: String(file.path.split(separator: "/").last ?? Substring(file.path)),
        text: file.text)
    }

  /// Reads every bundled catalog.
  ///
  /// - Returns: The catalogs, in the order of `documents`.
  /// - Throws: An `ImportError`, which in a released tickmark is a defect.
  public static func all() throws -> [RuleCatalog] {
    try documents.map { try $0.catalog() }
  }
}
