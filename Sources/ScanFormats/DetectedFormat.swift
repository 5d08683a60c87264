/// What ``ScanFormats/detect(_:)`` found.
public enum DetectedFormat: Sendable {
  /// A file of this format.
  case format(any ScanFormat)
  /// An export in which the scanner wrote nothing, such as `[]`: it is fine, and holds no record.
  case empty(reason: String)
}
