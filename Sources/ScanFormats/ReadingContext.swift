public import EvidenceModel

public import struct Foundation.TimeZone

/// What the user knows about a scan that its file does not say.
public struct ReadingContext: Sendable {
  /// The zone of times that name none. `nil` reads them as UTC, with a warning.
  public var timeZone: TimeZone?
  /// The time of the scan, in place of whatever its records say.
  public var scannedAt: Timestamp?
  /// The account of records that name none.
  public var account: String?
  /// The region of records that name none.
  public var region: String?

  /// A context from its parts; without any, everything must be in the file.
  public init(
    timeZone: TimeZone? = nil, scannedAt: Timestamp? = nil, account: String? = nil,
    region: String? = nil
  ) {
    self.timeZone = timeZone
    self.scannedAt = scannedAt
    self.account = account
    self.region = region
  }
}
