/// How an evidence package is written.
public struct PackageOptions {
  /// True for one ZIP archive in place of a folder.
  public var isArchive: Bool
  /// Whether to mark cells of CSV files that a spreadsheet would run.
  public var guardsFormulas: Bool
  /// What signs the manifest; `nil` for no signature.
  public var signingKey: SigningKey?
  /// Called as files are written.
  public var onProgress: (PackageProgress) -> Void

  /// Options: an unsigned folder with guarded cells.
  public init(
    isArchive: Bool = false, guardsFormulas: Bool = true, signingKey: SigningKey? = nil,
    onProgress: @escaping (PackageProgress) -> Void = { _ in }
  ) {
    self.isArchive = isArchive
    self.guardsFormulas = guardsFormulas
    self.signingKey = signingKey
    self.onProgress = onProgress
  }
}

/// How far the writing or checking of an evidence package is.
public struct PackageProgress: Hashable, Sendable {
  /// The file that is in work.
  public let file: String
  /// The rows of it that are done.
  public let rows: Int
  /// The share of the files that is done, from 0 to 1.
  public let share: Double
}
