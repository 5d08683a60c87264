/// The name of a file among the outputs of one run.
///
/// A scanner names them after the run, and tells them apart by what follows: `night.csv`,
/// `night.ocsf.json`, `compliance/night_pci_4.0_aws.csv`.
public struct OutputName: Hashable, Sendable {
  /// The file's name without what names its format: `night` of `night.ocsf.json.gz`.
  public let stem: String

  /// The name of the file at a path.
  public init(path: String) {
    var name = path.split(separator: "/").last ?? ""
    // A version has periods too: prowler-5.40.0-night.csv.
    while let period = name.lastIndex(of: "."), name[period...].dropFirst().allSatisfy(\.isLetter) {
      name = name[..<period]
    }
    stem = String(name)
  }

  /// The stem and what is left of it where parts behind underscores are taken off, the longest
  /// first: `night_pci_4.0_aws`, `night_pci_4.0`, `night_pci`, `night`.
  public var runNames: [String] {
    var names = [stem]
    var rest = stem[...]
    while let underscore = rest.lastIndex(of: "_") {
      rest = rest[..<underscore]
      names.append(String(rest))
    }
    return names.filter { !$0.isEmpty }
  }

  /// True where the two are outputs of one run, by their names.
  public func isBeside(_ other: OutputName) -> Bool {
    runNames.contains(other.stem) || other.runNames.contains(stem)
  }
}
