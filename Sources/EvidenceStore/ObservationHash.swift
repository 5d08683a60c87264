import Crypto
import EvidenceModel

/// The SHA-256 of one observation: of all that it says but its time and its place in the file.
struct ObservationHash {
  /// Four words, the most significant first.
  let words: (UInt64, UInt64, UInt64, UInt64)

  /// The hash of an observation, by way of a buffer that is used again for the next one.
  ///
  /// Not an initialiser: those take their arguments over, and would copy each observation.
  static func of(_ observation: Observation, buffer: inout CanonicalBytes) -> ObservationHash {
    buffer.removeAll()
    buffer.append(observation.resource.provider)
    buffer.append(observation.resource.account)
    buffer.append(observation.resource.region)
    buffer.append(observation.rule)
    buffer.append(observation.resource.uid)
    buffer.append(observation.discriminator)
    buffer.append(observation.status.rawValue)
    buffer.append(observation.severity.rawValue)
    buffer.append(observation.isMuted ? 1 : 0)
    buffer.append(observation.detail)
    buffer.append(observation.resource.name)
    buffer.append(observation.resource.type)
    buffer.append(observation.resource.tags)
    return buffer.digest.withUnsafeBytes { bytes in
      let word = { UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self)) }
      return ObservationHash(words: (word(0), word(1), word(2), word(3)))
    }
  }

  /// The half of the hash by which a database knows what a finding says.
  var fingerprint: Fingerprint { Fingerprint(high: words.0, low: words.1) }
}
