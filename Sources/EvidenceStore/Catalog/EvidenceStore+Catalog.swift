package import EvidenceModel
import GRDB

extension EvidenceStore {
  /// Loads a catalog, or changes its rules to what the document says now, in one transaction.
  ///
  /// A document that says what is in force already changes nothing.
  package func load(
    _ catalog: RuleCatalog, artifact: ArtifactRecord, recordedAt: Timestamp,
    programVersion: String
  ) throws -> CatalogReport {
    try write { db in
      var report = CatalogReport(catalog)
      let knownID = try Self.artifactID(artifact.sha256, db)
      let ingest = try Ingests.begin(db, recordedAt: recordedAt, programVersion: programVersion)
      let artifactID = try knownID ?? Ingests.add(artifact, to: ingest.id, db)
      var loader = try CatalogLoader(db, ingestID: ingest.id, artifactID: artifactID)
      try loader.load(catalog, since: ingest.recordedAt)
      report.isAlreadyLoaded = knownID != nil && !loader.hasChanged
      return (report.isAlreadyLoaded ? .rollback : .commit, report)
    }
  }

  static func isKnown(_ sha256: [UInt8], _ db: Database) throws -> Bool {
    try artifactID(sha256, db) != nil
  }

  private static func artifactID(_ sha256: [UInt8], _ db: Database) throws -> Int64? {
    try PreparedStatement(db, "SELECT artifact_id FROM artifact WHERE sha256 = ?")
      .first(sha256) { $0.int(0) }
  }
}

extension CatalogReport {
  init(_ catalog: RuleCatalog) {
    let mappings = catalog.rules.flatMap(\.mappings)
    let evidence = catalog.evidence.filter { $0.rule != nil }
    let written = Set(mappings).union(catalog.evidence.map(\.requirement))
    let defined = catalog.editions.flatMap { edition in
      edition.requirements.filter(\.isAssessable).map {
        RequirementReference(edition: edition.key, requirement: $0.key)
      }
    }
    self.catalog = catalog.key
    isAlreadyLoaded = false
    rules = catalog.rules.count
    let keys = Set(written.map(\.edition)).union(catalog.editions.map(\.key))
    editions = keys.count
    frameworks =
      Set(catalog.rules.flatMap(\.scopes).map(\.framework))
      .union(catalog.editions.map { EditionName($0.key).framework }).count
    // A document that maps requirements counts them as it writes them.
    requirements = written.isEmpty ? Set(defined).count : written.count
    let mapped = Set(evidence.map(\.requirement))
    manual = Set(catalog.evidence.map(\.requirement)).subtracting(mapped).count
    self.mappings = mappings.count + evidence.count
    equivalences = catalog.rules.flatMap(\.equivalents).count { statement in
      if case .same = statement { true } else { false }
    }
    warnings = catalog.anomalies.map { anomaly in
      "line \(anomaly.line): \(anomaly.rule.map { $0 + ": " } ?? "")\(anomaly.message)"
        + " (\(anomaly.code))"
    }
  }
}
