public import EvidenceModel

/// tickmark's own catalog format, a YAML document.
///
/// ```yaml
/// tickmark-catalog: 1
/// key: example
/// title: Example rules
/// cwes: {311: Missing Encryption of Sensitive Data}
/// frameworks:
///   - key: PCI
///     title: Payment Card Industry Data Security Standard
///     aliases: [PCI DSS, PCI-DSS]
/// rules:
///   - key: documentdb-cluster-is-not-encrypted
///     service: Amazon DocumentDB
///     title: Amazon DocumentDB cluster is not encrypted
///     severity: high
///     cvss: 7.0
///     cwe: 311
///     stride: [tampering, information_disclosure]
///     scopes: [PCI, NIST]
///     description: >-
///       Data on disk is readable to whoever holds the disk.
///     risk: >-
///       A copy of the storage is a copy of the data.
///     recommendation: >-
///       Encrypt the storage when you create the cluster.
///     reference: https://docs.aws.amazon.com/documentdb/
///     requirements:
///       - {edition: PCI-4.0, requirement: 3.5.1}
///       - edition: GDPR
///         requirement: Art. 32
///         reason: The article names encryption as a measure.
///     equivalents:
///       - {catalog: prowler, rule: documentdb_cluster_storage_encrypted}
///       - {catalog: example, none: example has no check for it}
/// ```
///
/// `tickmark-catalog`, `key` and `title` are required, as are a rule's `key` and `title`; every
/// other key may be left out. `severity` is `critical`, `high`, `medium`, `low`, `informational` or
/// `unknown`; `stride` lists keys of `ThreatCategory`; `scopes` name frameworks of the document,
/// of `FrameworkAliases.common` or of other catalogs. A requirement with a `reason`, why the rule is
/// evidence for it, becomes evidence of the catalog; one without becomes a mapping of the rule. Both
/// count alike. An unknown key, a wrong type or a repeated
/// rule key is an error, so that a slip is never a silent loss. Anchors and aliases are refused:
/// a short document could unfold into an endless one.
public struct CatalogYAML: CatalogFormat {
  /// The format's name in output, and the key that opens a document.
  public let key = "tickmark-catalog"

  /// A reader of such documents.
  public init() {}

  /// True where a line begins with the key `tickmark-catalog`.
  public func recognises(_ text: String) -> Bool {
    LineTable.lines(of: text).contains { $0.text.hasPrefix(key + ":") }
  }

  /// Reads the document.
  ///
  /// - Parameters:
  ///   - text: The whole document.
  ///   - file: The document's name as the user wrote it, for errors.
  /// - Returns: The catalog, with its anomalies in the order of their lines.
  /// - Throws: An `ImportError` with the line at fault.
  public func read(_ text: String, file: String) throws -> RuleCatalog {
    let source = YAMLSource(text: text, file: file)
    return try source.withRoot { root in
      try YAMLCatalogReader(source: source).read(root)
    }
  }
}
