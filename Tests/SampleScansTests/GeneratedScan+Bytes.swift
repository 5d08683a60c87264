import SampleScans

extension GeneratedScan {
  /// The whole scan in memory.
  func bytes(_ format: SampleFormat) -> [UInt8] {
    var bytes: [UInt8] = []
    write(format) { piece in piece.withUnsafeBufferPointer { bytes.append(contentsOf: $0) } }
    return bytes
  }
}
