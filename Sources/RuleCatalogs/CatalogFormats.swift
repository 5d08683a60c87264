import EvidenceModel

/// The catalog formats that tickmark knows.
public enum CatalogFormats {
  /// Every format, in the order in which they are tried.
  public static let all: [any CatalogFormat] = [
    CatalogYAML(), ThreatModelingDocument(), OSCALCatalog(), OSCALProfile(),
    OSCALComponentDefinition(), OSCALMappingCollection(), CISOAssistantLibrary(),
    ComplianceAsCodeControls(), ProwlerFramework(), ProwlerChecks(), SecurityHubControls(),
    SARIFRules(), PowerpipeBenchmarks(), CatalogCSV(),
  ]

  /// Finds the format of a file.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - file: The file's name as the user wrote it, for errors.
  /// - Returns: The format, and the file's text without a byte order mark.
  /// - Throws: An `ImportError` where the bytes are not UTF-8 or of no known format.
  public static func detect(
    _ bytes: [UInt8], file: String
  ) throws -> (format: any CatalogFormat, text: String) {
    let text = try DocumentText.decode(bytes, file: file)
    guard !text.allSatisfy(\.isWhitespace) else {
      throw ImportError(code: .unknownFormat, file: file, reason: "the file is empty")
    }
    guard let format = all.first(where: { $0.recognises(text) }) else {
      throw ImportError(
        code: .unknownFormat, file: file,
        reason: "the file is not a rule catalog that tickmark knows",
        hint: "it reads threat modelling documents (📘, 👍), tickmark-catalog YAML and CSV, Prowler, "
          + "OSCAL, CISO Assistant, ComplianceAsCode controls, Security Hub, SARIF rules and Powerpipe benchmarks; "
          + "scans are for 'tickmark ingest'")
    }
    return (format, text)
  }
}
