/// The columns of a catalog in CSV. Each may be left out, apart from either `rule` or `requirement`.
public enum CatalogCSVColumn: String, CaseIterable, Sendable {
  /// The rule's key, without spaces.
  case rule
  /// Whose rule it is: a scanner's or another catalog's key. Empty for a rule of this catalog.
  case catalog
  /// The rule's title.
  case title
  /// The service that the rule is about.
  case service
  /// `critical`, `high`, `medium`, `low`, `informational` or `unknown`.
  case severity
  /// The CVSS base score, 0.0 to 10.0.
  case cvss
  /// The number of the weakness, with or without `CWE-`.
  case cwe
  /// Categories of STRIDE, separated by commas or semicolons.
  case stride
  /// What the rule is about.
  case description
  /// What a violation leads to.
  case risk
  /// What to do about it.
  case recommendation
  /// Where to read on: an address.
  case referenceURL = "reference_url"
  /// Rules that check the same thing, `catalog:rule`, separated by commas or semicolons.
  case equivalent
  /// The framework of the requirement. Without a requirement, the frameworks that the rule belongs
  /// to, separated by commas or semicolons.
  case framework
  /// The edition's key, such as `PCI-4.0`, or its version, such as `4.0`, behind the framework.
  case edition
  /// The requirement's number in the edition.
  case requirement
  /// The requirement's title.
  case requirementTitle = "requirement_title"
  /// The number of the requirement that it is part of.
  case parent
  /// Why the rule is evidence for the requirement.
  case reason

  /// The column that a header means: in any case, with spaces or hyphens for underscores.
  init?(name: String) {
    self.init(
      rawValue: String(name.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 }))
  }
}
