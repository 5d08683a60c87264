import EvidenceModel
import ScanFormats

/// The file of an artifact, where it still is what was ingested.
public struct ArtifactFile {
  private let file: ScanFile

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: Where it was when it was ingested.
  ///   - sha256: The SHA-256 that it had, in hexadecimal.
  /// - Throws: ``EvidenceModel/ImportError`` where it cannot be read, or has other bytes now.
  public init(path: String, sha256: String) throws {
    file = try ScanFile(path: path)
    let found = try FileDigest.sha256(of: file).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
    guard found == sha256 else {
      throw ImportError(
        code: .conflict, file: path, reason: "is not the file that was ingested",
        hint: "put the file with the SHA-256 \(sha256) in its place")
    }
  }

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
