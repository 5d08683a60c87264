import EvidenceIngest
import EvidenceStore
import Reports

/// What `catalog load` prints about a file.
struct LoadedCatalog: Encodable, PrintableReport {
  let path: String
  let sha256: String
  let format: String
  let catalog: String
  let alreadyLoaded: Bool
  let rules: Int
  let frameworks: Int
  let editions: Int
  let requirements: Int
  let manual: Int
  let mappings: Int
  let equivalences: Int
  let warnings: [String]

  init(_ report: CatalogFileReport) {
    path = report.path
    sha256 = hexText(report.sha256)
    format = report.format
    catalog = report.catalog.catalog
    alreadyLoaded = report.catalog.isAlreadyLoaded
    rules = report.catalog.rules
    frameworks = report.catalog.frameworks
    editions = report.catalog.editions
    requirements = report.catalog.requirements
    manual = report.catalog.manual
    mappings = report.catalog.mappings
    equivalences = report.catalog.equivalences
    warnings = report.catalog.warnings
  }

  var text: String {
    if alreadyLoaded { return "\(path): already loaded as \(catalog); nothing changed" }
    var text = "\(path): \(catalog), \(rules) rules of \(frameworks) frameworks"
    if requirements > 0 {
      text += ", \(mappings) mappings to \(requirements) requirements of \(editions) editions"
    }
    if equivalences > 0 { text += ", \(equivalences) equivalences" }
    if !warnings.isEmpty {
      text += "\n  \(warnings.count) doubtful things: see 'tickmark catalog lint'"
    }
    return text
  }

  var fields: [(name: String, value: SQLValue)] {
    [
      ("path", .text(path)), ("sha256", .text(sha256)), ("format", .text(format)),
      ("catalog", .text(catalog)), ("already_loaded", .integer(alreadyLoaded ? 1 : 0)),
      ("rules", SQLValue(rules)), ("frameworks", SQLValue(frameworks)),
      ("editions", SQLValue(editions)), ("requirements", SQLValue(requirements)),
      ("mappings", SQLValue(mappings)), ("equivalences", SQLValue(equivalences)),
      ("warnings", SQLValue(warnings.count)),
    ]
  }
}
