/// The formats in which sample scans are written.
public enum SampleFormat: String, CaseIterable, Sendable {
  /// Prowler's OCSF: an array of Detection Findings, as version 5.46 writes it.
  case ocsf
  /// Prowler's CSV: 44 columns, `;` between them, CRLF after each record.
  case csv

  /// What names of such files end in, with the dot.
  public var fileSuffix: String {
    switch self {
    case .ocsf: ".ocsf.json"
    case .csv: ".csv"
    }
  }
}
