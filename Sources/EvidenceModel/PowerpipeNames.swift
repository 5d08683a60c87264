/// The names by which Powerpipe's mods call what tickmark keeps of a result.
package enum PowerpipeNames {
  /// Dimensions that name the account, best first.
  package static let accounts = [
    "account_id", "subscription_id", "project_id", "project", "subscription", "tenancy_id",
  ]
  /// Dimensions that name the region, best first.
  package static let regions = ["region", "location"]

  private static let providers = ["aws", "azure", "gcp", "kubernetes", "oci", "github", "alicloud"]

  /// The name of a control with that of its mod, `aws_compliance.control.vault_closed`.
  ///
  /// A mod that is run from its own folder leaves its name out of its controls', `control.vault_closed`,
  /// but not out of its benchmarks': the same control would be two.
  ///
  /// - Parameters:
  ///   - control: The control's id, as written.
  ///   - benchmark: The id of the benchmark that it stands in.
  /// - Returns: The name; the id as it is where the benchmark names no mod.
  package static func key(ofControl control: String, in benchmark: String?) -> String {
    guard control.hasPrefix("control."), let benchmark,
      let end = benchmark.firstRange(of: ".benchmark.")?.lowerBound
    else { return control }
    let mod = benchmark[..<end]
    // What a dashboard's own benchmarks have in place of a mod.
    return mod == "local" ? control : mod + "." + control
  }

  /// The platform in the name of a control's mod, such as `aws_compliance.control.vault_closed`;
  /// empty where it is none that is known.
  package static func provider(ofControl control: String) -> String {
    providers.first { control.hasPrefix($0 + "_") } ?? ""
  }
}
