import EvidenceModel

/// What the tags of a Powerpipe control tell of frameworks.
enum PowerpipeTags {
  /// The frameworks that tags of the value `true` name, such as `pci_dss_v40`: by their keys where
  /// they are known, else by the tag.
  static func frameworks(_ tags: JSONObject) -> [String] {
    var names: [String] = []
    for tag in tags.keys where tags.text(tag)?.lowercased() == "true" {
      let words = tag.split(separator: "_")
      // The longest beginning of the tag that names a framework; what is behind it is a version.
      let known = words.indices.reversed().lazy.compactMap { end in
        FrameworkAliases.common.framework(named: words[...end].joined(separator: " "))?.key
      }.first
      let name = known ?? tag
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  /// The item of the CIS benchmark for AWS that the tags name.
  static func benchmarkItem(_ tags: JSONObject) -> RequirementReference? {
    let isAWS = tags.text("plugin") == "aws" || tags.text("service")?.hasPrefix("AWS/") == true
    guard isAWS, let item = tags.text("cis_item_id"),
      let version = tags.text("cis_version")?.firstMatch(of: /[0-9]+\.[0-9]+/)
    else { return nil }
    return .named(edition: "CIS-\(version.0)", requirement: item)
  }
}
