import Testing

@testable import Reports

@Suite struct SigningKeyTests {
  /// The example of RFC 8410, section 10.3; its public half is from section 10.1.
  private static let privateKey = """
    -----BEGIN PRIVATE KEY-----
    MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
    -----END PRIVATE KEY-----
    """
  private static let publicKey = """
    -----BEGIN PUBLIC KEY-----
    MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
    -----END PUBLIC KEY-----
    """

  @Test func `reads and writes keys as others do`() throws {
    let key = try SigningKey(pem: Self.privateKey)
    #expect(key.pem == Self.privateKey + "\n")
    #expect(key.verifyingKey.pem == Self.publicKey + "\n")
  }

  @Test func `a signature is of its bytes and by its key`() throws {
    let key = SigningKey()
    let signature = try key.signature(of: [1, 2, 3])
    #expect(signature.count == 64)
    #expect(key.verifyingKey.isSignature(signature, of: [1, 2, 3]))
    #expect(!key.verifyingKey.isSignature(signature, of: [1, 2, 4]))
    #expect(!SigningKey().verifyingKey.isSignature(signature, of: [1, 2, 3]))
    #expect(try VerifyingKey(pem: key.verifyingKey.pem).fingerprint == key.verifyingKey.fingerprint)
  }

  @Test(arguments: ["", "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"])
  func `refuses what is no key`(text: String) {
    let error = #expect(throws: QueryError.self) { try SigningKey(pem: text) }
    #expect(error?.hint?.contains("tickmark key new") == true)
    #expect(throws: QueryError.self) { try VerifyingKey(pem: text) }
  }

  @Test func `refuses one half in place of the other`() {
    #expect(throws: QueryError.self) { try SigningKey(pem: Self.publicKey) }
    #expect(throws: QueryError.self) { try VerifyingKey(pem: Self.privateKey) }
  }
}
