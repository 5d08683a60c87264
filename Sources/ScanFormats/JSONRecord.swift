import EvidenceModel

/// A top-level object of a JSON file. Its value must not be kept when the next one is read.
struct JSONRecord {
  let value: JSONValue
  let bytes: ByteRange
}
