import EvidenceModel

/// The dimensions of a result of Powerpipe: its account and region, and of the others what tells it
/// apart.
struct PowerpipeDimensions {
  private var account = BestName(of: PowerpipeNames.accounts)
  private var region = BestName(of: PowerpipeNames.regions)
  private var others: [String: String] = [:]

  /// Takes a dimension; `nil` for one that is empty.
  mutating func take(_ text: String?, named name: TextSlice) {
    guard !account.take(text, named: name), !region.take(text, named: name) else { return }
    others[name.string] = text
  }

  /// Says in a finding what the dimensions say.
  func fill(_ finding: inout Finding) {
    finding.account = account.text
    finding.region = region.text
    finding.discriminator = others.map { $0.key + "=" + $0.value }.sorted().joined(separator: " ")
  }

  /// The dimension with the best of some names.
  private struct BestName {
    private let names: [String]
    private var rank: Int?
    private(set) var text: String?

    /// Of names, best first.
    init(of names: [String]) { self.names = names }

    /// Takes a dimension, and returns whether its name is one of them.
    mutating func take(_ text: String?, named name: TextSlice) -> Bool {
      guard let place = names.firstIndex(where: { name == $0 }) else { return false }
      if text != nil, place <= rank ?? place { (rank, self.text) = (place, text) }
      return true
    }
  }
}
