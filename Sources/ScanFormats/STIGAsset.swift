/// What a STIG checklist is of: a host, or a site or database on one.
struct STIGAsset {
  /// The host: its name, else its full name or its address.
  private var host: String?
  /// The host, and the site and instance where there are some; `nil` where it is the host alone.
  private var resource: String?
  /// What the viewer calls its kind.
  private var type = ""

  /// An asset of which nothing is said.
  init() {}

  /// An asset by what its fields say, whose names are those of the XML form.
  init(_ text: (_ field: String) -> String) {
    host = ["HOST_NAME", "HOST_FQDN", "HOST_IP"].lazy.map(text).first { !$0.isEmpty }
    type = text("ASSET_TYPE")
    guard text("WEB_OR_DATABASE").lowercased() == "true", let host else { return }
    resource = ([host] + ["WEB_DB_SITE", "WEB_DB_INSTANCE"].map(text)).joined(separator: "/")
  }

  /// Names the asset as what a finding is of.
  func name(_ finding: inout Finding) {
    finding.account = host
    finding.resource = resource
    finding.resourceName = resource ?? host
    finding.resourceType = type
  }
}
