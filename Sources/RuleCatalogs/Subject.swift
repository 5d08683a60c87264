/// What a rule's texts can be about, known by its vocabulary.
///
/// A recommendation whose subjects have nothing in common with its title's was probably pasted
/// from another rule. A text of no known subject is never doubted. Descriptions are not compared:
/// they tell of consequences, in words that the title need not share.
enum Subject: CaseIterable {
  case encryption, transport, secrets, logging, firewall, resilience, exposure, identity,
    deletion, updates, retention

  /// Words and phrases, in lower case, that show the subject.
  var vocabulary: [String] {
    switch self {
    case .encryption:
      [
        "encrypt", "encrypted", "encrypts", "encrypting", "encryption", "unencrypted", "at rest",
        "plaintext", "server side encryption", "cmk", "cmks", "kms", "customer master key",
        "customer managed key", "key management", "key rotation",
      ]
    case .transport:
      [
        "tls", "ssl", "https", "secure transport", "securetransport", "in transit", "cipher",
        "ciphers", "security policy", "secure protocols",
      ]
    case .secrets:
      ["secret", "secrets", "password", "passwords", "token", "tokens"]
    case .logging:
      [
        "log", "logs", "logging", "logged", "audit", "auditing", "audit trail", "tracing", "trace",
        "monitoring", "x ray",
      ]
    case .firewall:
      ["waf", "web acl", "web application firewall"]
    case .resilience:
      [
        "auto scaling", "autoscaling", "multi az", "availability", "healthy", "unhealthy",
        "health", "failover", "redundancy", "resilience",
      ]
    case .exposure:
      [
        "public", "publicly", "exposed", "internet", "restrict access", "allow access",
        "restrict", "network", "security group", "security groups", "ports", "vpc", "vpcs",
        "classic", "isolation", "private", "least privilege", "least privileges", "unauthorized",
      ]
    case .identity:
      [
        "iam", "role", "roles", "authentication", "privilege", "privileges", "administrative",
        "admin", "permission", "permissions", "credentials", "least privilege",
      ]
    case .deletion:
      ["deletion protection", "accidentally deleted", "accidental deletion", "termination"]
    case .updates:
      [
        "update", "updates", "auto updates", "upgrade", "upgrades", "patch", "patches",
        "end of life", "version", "versions",
      ]
    case .retention:
      ["retention", "backup", "backups", "snapshot", "snapshots", "recovery"]
    }
  }

  /// The subjects that a text shows.
  static func subjects(of text: SearchableText) -> Set<Subject> {
    Set(allCases.filter { $0.vocabulary.contains(where: text.contains) })
  }
}
