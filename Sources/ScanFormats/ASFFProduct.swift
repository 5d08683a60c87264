/// The product that wrote a finding in ASFF.
struct ASFFProduct {
  /// The keys of tools by what findings say of them.
  struct Keys {
    fileprivate var ofNames = TextMeanings<String>()
    /// `nil` for an ARN that tells nothing.
    fileprivate var ofARNs = TextMeanings<String?>()
  }

  /// The key of the tool, such as `aws-security-hub`.
  let tool: String
  /// Its version, where it tells.
  let version: String?

  static let securityHub = "aws-security-hub"

  /// The product that a finding names: in its fields, where a scanner writes findings for Security
  /// Hub to import, or in its ARN, `arn:aws:securityhub:REGION::product/COMPANY/PRODUCT`.
  init(of finding: JSONValue, keys: inout Keys) {
    let fields = finding["ProductFields"]
    version = fields?["ProviderVersion"]?.text?.ifPresent?.string
    if let name = fields?["ProviderName"]?.text?.ifPresent ?? fields?["Product Name"]?.text {
      tool = keys.ofNames.meaning(of: name, find: Self.key)
    } else if let arn = finding["ProductArn"]?.text,
      let key = keys.ofARNs.meaning(of: arn, find: Self.key(ofARN:))
    {
      tool = key
    } else {
      let name = finding["ProductName"]?.text
      tool = name.map { keys.ofNames.meaning(of: $0, find: Self.key) } ?? "asff"
    }
  }

  private static func key(ofARN arn: String) -> String? {
    let path = arn.split(separator: "/").suffix(2)
    let company = path.count == 2 ? path.first.map(String.init) ?? "" : ""
    let product = path.last.map(String.init) ?? ""
    return switch (company, product) {
    case ("aws", "securityhub"): securityHub
    case ("aws", _): key("aws-" + product)
    case (_, "default"), (_, ""): nil
    default: key(product)
    }
  }

  /// True where the times of a finding are those of a run, as scanners write them.
  var writesRunTime: Bool { isScanner }

  /// True where every finding is a result with a compliance status.
  var writesResults: Bool { isScanner || tool == Self.securityHub }

  /// True for the scanners that are known to write ASFF themselves.
  var isScanner: Bool { tool == "prowler" || tool == "powerpipe" }

  private static func key(_ name: String) -> String {
    name.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
  }
}
