import ScanFormats

/// The file of an artifact, wherever it was when it was ingested.
public struct ArtifactFile {
  private let file: ScanFile

  /// Opens a file.
  ///
  /// - Parameter path: Where it was when it was ingested.
  /// - Throws: ``EvidenceModel/ImportError`` where it cannot be read.
  public init(path: String) throws { file = try ScanFile(path: path) }

  /// The SHA-256 that its bytes have now.
  ///
  /// - Throws: ``EvidenceModel/ImportError`` where it cannot be read.
  public func sha256() throws -> [UInt8] { try FileDigest.sha256(of: file) }

  /// Some of its text, in the bytes of its unpacked text.
  ///
  /// - Throws: ``EvidenceModel/ImportError`` where it cannot be read.
  public func text(at offset: Int, count: Int) throws -> String {
    var failure: (any Error)?
    let text = String(unsafeUninitializedCapacity: count) { buffer in
      do {
        return try file.read(at: offset, into: UnsafeMutableRawBufferPointer(buffer))
      } catch {
        failure = error
        return 0
      }
    }
    if let failure { throw failure }
    return text
  }
}
