import EvidenceModel

/// A resource of the demo, and what became of it.
struct DemoResource: Sendable {
  /// What sort of thing it is, which decides the checks that look at it.
  enum Kind: Sendable {
    case bucket, fileSystem, database, table, volume, instance, securityGroup, function
    case repository, topic, queue, stream, loadBalancer, network, root, user, passwordPolicy
    case trail, key, secret, detector, publicBlock, account
  }

  let kind: Kind
  let account: SampleAccount
  let region: String
  let name: String
  /// One letter for each night: `x` where the resource was there.
  let life: String
  /// Letters for each night, by check: `F` fail, `P` pass, `M` fail and muted, `?` manual. Checks
  /// that are not named pass.
  let story: [String: String]

  init(
    _ kind: Kind, _ name: String, in region: String, of account: SampleAccount,
    life: String = "xxxxxx", _ story: [String: String] = [:]
  ) {
    self.kind = kind
    self.name = name
    self.region = region
    self.account = account
    self.life = life
    self.story = story
  }

  /// The resource's ARN.
  var uid: String {
    let place = ":" + region + ":" + account.uid + ":"
    return switch kind {
    case .bucket: "arn:aws:s3:::" + name
    case .fileSystem: "arn:aws:elasticfilesystem" + place + "file-system/" + name
    case .database: "arn:aws:rds" + place + "db:" + name
    case .table: "arn:aws:dynamodb" + place + "table/" + name
    case .volume: "arn:aws:ec2" + place + "volume/" + name
    case .instance: "arn:aws:ec2" + place + "instance/" + name
    case .securityGroup: "arn:aws:ec2" + place + "security-group/" + name
    case .network: "arn:aws:ec2" + place + "vpc/" + name
    case .function: "arn:aws:lambda" + place + "function:" + name
    case .repository: "arn:aws:ecr" + place + "repository/" + name
    case .topic: "arn:aws:sns" + place + name
    case .queue: "arn:aws:sqs" + place + name
    case .stream: "arn:aws:kinesis" + place + "stream/" + name
    case .loadBalancer: "arn:aws:elasticloadbalancing" + place + "loadbalancer/app/" + name
    case .root: "arn:aws:iam::" + account.uid + ":root"
    case .user: "arn:aws:iam::" + account.uid + ":user/" + name
    case .passwordPolicy: "arn:aws:iam::" + account.uid + ":password-policy"
    case .trail: "arn:aws:cloudtrail" + place + "trail/" + name
    case .key: "arn:aws:kms" + place + "key/" + name
    case .secret: "arn:aws:secretsmanager" + place + "secret:" + name
    case .detector: "arn:aws:guardduty" + place + "detector/" + name
    case .publicBlock: "arn:aws:s3" + place + "account"
    case .account: "arn:aws:iam::" + account.uid + ":account"
    }
  }

  /// What a check said of the resource on a night; `nil` where it was not there.
  func verdict(_ check: String, night: Int) -> (status: Status, isMuted: Bool)? {
    guard Self.letter(of: night, in: life) == "x" else { return nil }
    return switch story[check].flatMap({ Self.letter(of: night, in: $0) }) {
    case "F": (.fail, false)
    case "M": (.fail, true)
    case "?": (.manual, false)
    default: (.pass, false)
    }
  }

  private static func letter(of night: Int, in letters: String) -> Character? {
    letters.dropFirst(night).first
  }
}
