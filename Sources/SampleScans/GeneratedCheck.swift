import EvidenceModel

/// A check of a generated scan, about a service that nobody offers.
struct GeneratedCheck {
  /// The check as all its records describe it.
  let check: SampleCheck
  /// The kind of resource that it looks at.
  let noun: String
  private let quality: String

  /// How many checks there are.
  static let count = services.count * qualities.count

  /// The check with this number, from 0 to ``count``.
  init(number: Int, bits: SeededBits) {
    let service = Self.services[number / Self.qualities.count]
    let quality = Self.qualities[number % Self.qualities.count]
    let text = CheckText(
      number: number, service: service.name, noun: service.noun, quality: quality, bits: bits)
    noun = service.noun
    self.quality = quality
    check = SampleCheck(
      key: service.name + "_" + service.noun + "_" + quality.map { $0 == " " ? "_" : $0 },
      title: text.title,
      severity: [.critical, .high, .medium, .medium, .low][number % 5],
      resourceType: "Aws" + service.name.prefix(1).uppercased() + service.name.dropFirst()
        + service.noun.prefix(1).uppercased() + service.noun.dropFirst(),
      description: text.description, risk: text.risk, recommendation: text.recommendation,
      code: text.code, mappings: Self.mappings(number, bits: bits),
      types: [
        "Software and Configuration Checks/Sample Practices",
        "Software and Configuration Checks/Industry and Regulatory Standards/Sample Benchmark",
      ],
      categories: [["logging", "encryption", "resilience", "exposure"][number % 4]],
      additionalURLs: (1...3).map { page in
        "https://docs.example/\(service.name)/latest/guide/\(service.noun)-\(page).html"
      },
      notes: "Sample check \(number)")
  }

  /// What the check says of a resource.
  func detail(isFailing: Bool, name: String, region: String) -> String {
    isFailing
      ? "\(noun) \(name) in \(region) is not \"\(quality)\", as its settings show."
      : "\(noun) \(name) in \(region) is \(quality)."
  }

  /// Some thirty editions with one to three requirements each, as Prowler has for a usual check.
  private static func mappings(_ number: Int, bits: SeededBits) -> [SampleCheck.Mapping] {
    let check = UInt64(number)
    return (0..<30).map { edition in
      let draw = UInt64(1000 + edition)
      let requirements = (0..<1 + bits.number(below: 2, check, draw)).map { index in
        let clause = bits.bits(check, draw &+ UInt64(1000 * (index + 1)))
        return "\(clause % 12 + 1).\(clause >> 8 % 20 + 1).\(index + 1)"
      }
      return SampleCheck.Mapping(
        edition: "Sample-Code-\(edition + 1).\(edition % 3)", requirements: requirements)
    }
  }

  private static let services: [(name: String, noun: String)] = [
    ("orchard", "crate"), ("harbour", "berth"), ("granary", "silo"), ("quarry", "block"),
    ("smithy", "forge"), ("bakery", "oven"), ("library", "shelf"), ("archive", "scroll"),
    ("lighthouse", "lamp"), ("aviary", "perch"), ("foundry", "mould"), ("vineyard", "cask"),
    ("apiary", "hive"), ("tannery", "vat"), ("sawmill", "plank"), ("pottery", "kiln"),
    ("ropewalk", "cable"), ("brewery", "kettle"), ("printworks", "press"), ("stables", "stall"),
  ]

  private static let qualities = [
    "sealed at rest", "sealed in transit", "closed to strangers", "logged", "backed up",
    "kept in two places", "protected from deletion", "tagged", "rotated each quarter",
    "behind a gate", "of a current version", "watched at night", "owned by a team",
    "named by the plan", "under a key of ours", "open in one direction", "counted each day",
    "tested each year", "within its limits", "without old keys", "without a default password",
    "covered by a contract", "restored in practice", "apart from production",
    "signed by its builder", "bound to a network", "patched within a month", "free of secrets",
    "reachable by name", "retired when unused",
  ]
}
