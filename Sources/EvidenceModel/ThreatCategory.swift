/// A category of the STRIDE threat model, and availability, which the seed catalog adds to it.
public enum ThreatCategory: Int, CaseIterable, Sendable {
  /// Pretending to be somebody else.
  case spoofing = 1
  /// Changing what one may not change.
  case tampering = 2
  /// Denying what one did, where nothing proves it.
  case repudiation = 3
  /// Reading what one may not read.
  case informationDisclosure = 4
  /// Keeping others from a service.
  case denialOfService = 5
  /// Gaining rights one was not given.
  case elevationOfPrivilege = 6
  /// Losing a service without an attacker. Not of STRIDE.
  case availability = 7

  /// The word used in catalogs and views, such as `information_disclosure`.
  public var key: String {
    switch self {
    case .spoofing: "spoofing"
    case .tampering: "tampering"
    case .repudiation: "repudiation"
    case .informationDisclosure: "information_disclosure"
    case .denialOfService: "denial_of_service"
    case .elevationOfPrivilege: "elevation_of_privilege"
    case .availability: "availability"
    }
  }

  /// The category's usual English name, such as `Information Disclosure`.
  public var title: String {
    key.split(separator: "_").map { word in
      word == "of" ? "of" : word.prefix(1).uppercased() + word.dropFirst()
    }.joined(separator: " ")
  }

  /// The category with this key.
  public init?(key: String) {
    guard let match = Self.allCases.first(where: { $0.key == key }) else { return nil }
    self = match
  }
}
