import Crypto

/// A failing finding, as a SARIF log tells it.
struct SARIFFailure {
  let tool: String
  let provider: String
  let account: String
  let region: String
  let rule: String
  let title: String
  let resource: String
  let discriminator: String
  let resourceName: String
  let resourceType: String
  let severity: String
  let isMuted: Bool
  let isWaived: Bool
  let failingSince: String
  let requirements: String
  let detail: String

  /// What tells a finding from all others, in hexadecimal: it stays from log to log.
  var fingerprint: String {
    let parts = [tool, provider, account, region, rule, resource, discriminator]
    let text = parts.map { "\($0.utf8.count):\($0)" }.joined()
    return String(hexText(SHA256.hash(data: Array(text.utf8))).prefix(32))
  }

  /// The file that the resource is, or is in; `nil` where it is no file.
  ///
  /// Scanners of code know no provider. They name a file, or a file and what is in it behind a
  /// colon.
  var file: String? {
    guard provider.isEmpty, !resource.contains("://"),
      let path = resource.split(separator: ":").first, !path.contains(where: \.isWhitespace),
      let last = path.split(separator: "/").last, last.contains(".") || path.contains("/")
    else { return nil }
    return String(path)
  }

  /// The level that shows how much the failure matters.
  static func level(of severity: String) -> String {
    switch severity {
    case "critical", "high": "error"
    case "low", "informational": "note"
    default: "warning"
    }
  }

  /// The number by which code scanning orders failures, in the middle of its range for the word.
  static func score(of severity: String) -> String? {
    switch severity {
    case "critical": "9.5"
    case "high": "8.0"
    case "medium": "5.5"
    case "low": "2.0"
    default: nil
    }
  }
}
