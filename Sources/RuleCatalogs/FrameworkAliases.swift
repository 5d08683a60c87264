public import EvidenceModel

/// The names under which frameworks are known.
///
/// ```swift
/// FrameworkAliases.common.framework(named: "Hippa")?.key  // "HIPAA"
/// ```
public struct FrameworkAliases: Hashable, Sendable {
  /// The frameworks that assurance scopes usually name.
  public static let common = FrameworkAliases([
    FrameworkDefinition(
      key: "PCI", title: "Payment Card Industry Data Security Standard",
      aliases: ["PCI DSS", "PCI-DSS"]),
    FrameworkDefinition(
      key: "NIST", title: "National Institute of Standards and Technology",
      aliases: ["NIST 800-53", "NIST SP 800-53"]),
    FrameworkDefinition(key: "GDPR", title: "General Data Protection Regulation"),
    FrameworkDefinition(
      key: "HIPAA", title: "Health Insurance Portability and Accountability Act",
      aliases: ["HIPPA"]),
    FrameworkDefinition(
      key: "APRA", title: "Australian Prudential Regulation Authority",
      aliases: ["APRA CPS 234", "CPS 234"]),
    FrameworkDefinition(
      key: "MAS", title: "Monetary Authority of Singapore", aliases: ["MAS TRM"]),
    FrameworkDefinition(
      key: "CIS", title: "Center for Internet Security",
      aliases: ["CIS Benchmark", "CIS Benchmarks"]),
    FrameworkDefinition(
      key: "SOC2", title: "System and Organization Controls 2", aliases: ["SOC 2", "SOC-2"]),
    FrameworkDefinition(
      key: "ISO27001", title: "ISO/IEC 27001 Information Security Management",
      aliases: ["ISO 27001", "ISO/IEC 27001", "ISO-27001"]),
  ])

  /// Aliases that are slips of the pen, not names in use.
  private static let misspellings: Set<String> = ["hippa"]

  /// The frameworks, the first taking precedence over a later one with the same name.
  public let frameworks: [FrameworkDefinition]
  private let indexByName: [String: Int]

  /// A table of these frameworks.
  public init(_ frameworks: [FrameworkDefinition]) {
    self.frameworks = frameworks
    var indexByName: [String: Int] = [:]
    for (index, framework) in frameworks.enumerated() {
      for name in [framework.key, framework.title] + framework.aliases {
        indexByName[Self.folded(name)] = indexByName[Self.folded(name)] ?? index
      }
    }
    self.indexByName = indexByName
  }

  /// The framework that a name means, whatever its case, spaces and hyphens.
  public func framework(named name: String) -> FrameworkDefinition? {
    indexByName[Self.folded(name)].map { frameworks[$0] }
  }

  /// True where the name is a known misspelling of a framework's name.
  public func isMisspelling(_ name: String) -> Bool {
    Self.misspellings.contains(Self.folded(name))
  }

  private static func folded(_ name: String) -> String {
    String(name.lowercased().filter { $0.isLetter || $0.isNumber })
  }
}
