/// What the words and numbers of SARIF stand for, in a scan and in a list of rules alike.
package enum SARIFNames {
  /// The key of a tool, or of one of its extensions, by its name.
  package static func tool(_ name: String) -> String {
    let parts = name.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "." || $0 == "_") }
    return parts.isEmpty ? "sarif" : parts.joined(separator: "-")
  }

  /// What a level stands for; `nil` for a word that is none.
  package static func severity(level: String) -> Severity? {
    switch level {
    case "error": .high
    case "warning": .medium
    case "note": .low
    case "none": .informational
    default: nil
    }
  }

  /// What a property `security-severity` stands for, which is a CVSS score.
  package static func severity(score: Double) -> Severity {
    switch score {
    case 9...: .critical
    case 7..<9: .high
    case 4..<7: .medium
    case let low where low > 0: .low
    default: .informational
    }
  }
}
