import Foundation

/// Finds numbers of MITRE's CWE list in what tools write: `CWE-79`, `external/cwe/cwe-079`,
/// `CWE-79: Improper Neutralization`.
package enum CWENumber {
  /// The number that a text names; `nil` where it names none.
  package static func number(in text: String) -> Int? {
    let lower = text.lowercased()
    guard let start = lower.range(of: "cwe-")?.upperBound else { return nil }
    return Int(lower[start...].prefix { $0.isASCII && $0.isNumber })
  }
}
