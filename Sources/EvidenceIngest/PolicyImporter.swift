public import EvidenceModel
public import EvidenceStore
import RuleCatalogs

/// Sets the policy of an evidence database: from a file, a preset or the command line.
public struct PolicyImporter {
  private let store: EvidenceStore
  private let clock: @Sendable () -> Timestamp

  /// A policy larger than this is not one.
  public static let mostBytes = 1 << 20

  /// An importer into a database.
  ///
  /// - Parameters:
  ///   - store: The database.
  ///   - clock: Tells when something was said.
  public init(store: EvidenceStore, clock: @escaping @Sendable () -> Timestamp = { .now }) {
    self.store = store
    self.clock = clock
  }

  /// Sets what a file says. Its source is what the document names as such, else the file.
  ///
  /// - Throws: ``EvidenceModel/ImportError`` where the file cannot be read whole; `StoreError` where
  ///   a framework is not known.
  public func load(contentsOf path: String) throws -> [PolicyChange] {
    let bytes = try DocumentFile.read(path, mostBytes: Self.mostBytes, what: "policy")
    let document = try PolicyDocument(bytes, file: path)
    return try set(document.policy, source: document.source ?? path)
  }

  /// Sets what a preset says. Its source is the preset's name.
  ///
  /// - Throws: `PolicyError` where there is no such preset.
  public func load(preset name: String) throws -> [PolicyChange] {
    guard let preset = PolicyPreset.all.first(where: { $0.key == name.lowercased() }) else {
      let names = PolicyPreset.all.map(\.key)
      throw PolicyError(
        .unknownSetting, "there is no preset '\(name)'",
        hint: NearNames(of: name, among: names).question
          ?? "there are \(names.joined(separator: ", "))")
    }
    return try set(preset.document().policy, source: preset.key)
  }

  /// Sets what a policy says.
  ///
  /// - Parameters:
  ///   - policy: What is to be in force.
  ///   - source: What says so.
  /// - Returns: What changed.
  /// - Throws: `PolicyError` where a value is not one; `StoreError` where a framework is not known.
  public func set(_ policy: Policy, source: String) throws -> [PolicyChange] {
    try store.change(
      policy.settings, targets: policy.targets, source: source, recordedAt: clock(),
      programVersion: ProgramVersion.current)
  }
}
