/// Tools' names as the keys that tickmark knows them by.
package enum ToolKey {
  /// The name in lower case, with a hyphen for each run of what is neither letter, digit nor dot.
  package static func key(of name: String) -> String {
    name.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "." }.joined(separator: "-")
  }
}
