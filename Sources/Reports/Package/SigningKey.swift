import Crypto
import Foundation

/// A key that signs evidence packages: Ed25519, as PEM (RFC 8410), which OpenSSL reads, too.
public struct SigningKey: Sendable {
  private let key: Curve25519.Signing.PrivateKey

  /// A new key.
  public init() {
    key = Curve25519.Signing.PrivateKey()
  }

  /// A key from a file's text.
  ///
  /// - Throws: `QueryError` where it is not a private Ed25519 key.
  public init(pem: String) throws {
    let bytes = try PEMText.bytes(
      of: pem, label: Self.label, prefix: Self.prefix,
      hint: "a private Ed25519 key begins with '-----BEGIN PRIVATE KEY-----'; "
        + "make one with 'tickmark key new'")
    key = try Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
  }

  /// The key's text. Whoever has it can sign.
  public var pem: String {
    PEMText.text(label: Self.label, prefix: Self.prefix, bytes: key.rawRepresentation)
  }

  /// The key that others check signatures with.
  public var verifyingKey: VerifyingKey { VerifyingKey(key: key.publicKey) }

  /// The signature of some bytes: 64 bytes.
  func signature(of bytes: [UInt8]) throws -> [UInt8] {
    [UInt8](try key.signature(for: bytes))
  }

  private static let label = "PRIVATE KEY"
  /// What stands before the 32 bytes of the key: PKCS #8 with the identifier 1.3.101.112.
  private static let prefix: [UInt8] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
  ]
}

/// The public half of a ``SigningKey``.
public struct VerifyingKey: Sendable {
  fileprivate let key: Curve25519.Signing.PublicKey

  fileprivate init(key: Curve25519.Signing.PublicKey) {
    self.key = key
  }

  /// A key from a file's text.
  ///
  /// - Throws: `QueryError` where it is not a public Ed25519 key.
  public init(pem: String) throws {
    let bytes = try PEMText.bytes(
      of: pem, label: Self.label, prefix: Self.prefix,
      hint: "a public Ed25519 key begins with '-----BEGIN PUBLIC KEY-----'")
    key = try Curve25519.Signing.PublicKey(rawRepresentation: bytes)
  }

  /// The key's text.
  public var pem: String {
    PEMText.text(label: Self.label, prefix: Self.prefix, bytes: key.rawRepresentation)
  }

  /// What people compare on the telephone: the SHA-256 of the key's 32 bytes, in hexadecimal.
  public var fingerprint: String { hexText(SHA256.hash(data: key.rawRepresentation)) }

  /// True where the signature is of these bytes and by this key.
  func isSignature(_ signature: [UInt8], of bytes: [UInt8]) -> Bool {
    key.isValidSignature(signature, for: bytes)
  }

  private static let label = "PUBLIC KEY"
  /// What stands before the 32 bytes of the key: the identifier 1.3.101.112.
  private static let prefix: [UInt8] = [
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
  ]
}

/// Bytes in base64 between two lines that say what they are (RFC 7468).
private enum PEMText {
  static func text(label: String, prefix: [UInt8], bytes: Data) -> String {
    let body = (Data(prefix) + bytes).base64EncodedString()
    return "-----BEGIN \(label)-----\n\(body)\n-----END \(label)-----\n"
  }

  static func bytes(of text: String, label: String, prefix: [UInt8], hint: String) throws -> Data {
    let lines = text.split(whereSeparator: \.isNewline).map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    guard lines.first == "-----BEGIN \(label)-----", lines.last == "-----END \(label)-----",
      let bytes = Data(base64Encoded: lines.dropFirst().dropLast().joined()),
      bytes.count == prefix.count + 32, Array(bytes.prefix(prefix.count)) == prefix
    else { throw QueryError(.badParameter, "this is no Ed25519 key", hint: hint) }
    return bytes.dropFirst(prefix.count)
  }
}
