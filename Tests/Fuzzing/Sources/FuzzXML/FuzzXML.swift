import ReaderFuzzer

/// Called by libFuzzer with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  ReaderFuzzer.xml.read(UnsafeBufferPointer(start: bytes, count: count))
  return 0
}
