package import EvidenceModel

/// Takes what a reader finds in a file, in the file's order.
package protocol ScanRecorder: AnyObject {
  /// What comes from here on is of this tool, in this version.
  func setTool(_ key: String, version: String?) throws
  /// Takes what the file says that was evaluated.
  func declare(_ coverage: DeclaredCoverage) throws
  /// Takes a verdict.
  func observe(_ observation: Observation) throws
  /// Takes how a requirement stands.
  func observe(_ result: RequirementResult) throws
  /// Takes a record that cannot be used.
  func reject(bytes: ByteRange, reason: String, excerpt: String)
}
