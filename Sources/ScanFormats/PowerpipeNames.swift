/// The names by which Powerpipe's mods call what tickmark keeps of a result.
enum PowerpipeNames {
  /// Dimensions that name the account, best first.
  static let accounts = [
    "account_id", "subscription_id", "project_id", "project", "subscription", "tenancy_id",
  ]
  /// Dimensions that name the region, best first.
  static let regions = ["region", "location"]

  private static let providers = ["aws", "azure", "gcp", "kubernetes", "oci", "github", "alicloud"]

  /// The platform in the name of a control's mod, such as `aws_compliance.control.vault_closed`;
  /// empty where it is none that is known.
  static func provider(ofControl control: String) -> String {
    providers.first { control.hasPrefix($0 + "_") } ?? ""
  }
}
