import EvidenceModel

/// Where Prowler's CSV files, of versions 3 to 5, describe their checks.
struct ProwlerRuleColumns {
  private let title, service, description, risk, recommendation, url, compliance: Int?

  init(_ reader: CSVRecordReader) {
    title = reader.column("CHECK_TITLE")
    service = reader.column("SERVICE_NAME")
    description = reader.column("DESCRIPTION")
    risk = reader.column("RISK")
    recommendation = reader.column("REMEDIATION_RECOMMENDATION_TEXT")
    url = reader.column("REMEDIATION_RECOMMENDATION_URL")
    compliance = reader.column("COMPLIANCE")
  }

  /// What the row that was read last says of its check.
  func definition(
    of reader: CSVRecordReader, key: String, severity: Severity
  ) -> RuleDefinition {
    var definition = RuleDefinition(key: key, title: reader.string(at: title))
    definition.service = reader.string(at: service)
    definition.severity = severity
    definition.description = reader.string(at: description)
    definition.risk = reader.string(at: risk)
    definition.recommendation = reader.string(at: recommendation)
    definition.referenceURL = reader.text(at: url).flatMap { $0.isWebAddress ? $0.string : nil }
    definition.mappings = ProwlerCompliance.mappings(reader.string(at: compliance))
    return definition
  }
}
