/// A cloud service, by the names under which texts speak of it.
///
/// The table serves two doubts: is a service's name misspelt, and is a text about another service
/// than its rule. It need not be complete: what it does not know, it does not doubt.
struct CloudService: Hashable {
  /// The name in full, without its maker.
  let name: String
  /// Other names, the usual abbreviation first.
  let otherNames: [String]
  /// Words for what the service consists of, in the singular: a text that speaks of one is about
  /// the service even where it does not name it.
  let parts: [String]
  /// The subjects for whose sake rules of other services rightly speak of this one.
  let serves: Set<Subject>

  private init(
    _ name: String, _ otherNames: [String] = [], parts: [String] = [], serves: Set<Subject> = []
  ) {
    self.name = name
    self.otherNames = otherNames
    self.parts = parts
    self.serves = serves
  }

  /// The services that the checks know.
  static let known: [CloudService] = [
    CloudService("API Gateway", parts: ["API", "stage"]),
    CloudService("Athena", parts: ["workgroup", "query result", "result file"]),
    CloudService("CloudFront", parts: ["distribution"]),
    CloudService("CloudTrail", parts: ["trail"], serves: [.logging]),
    CloudService("CloudWatch", serves: [.logging, .resilience]),
    CloudService("DocumentDB", ["docdb"], parts: ["cluster"]),
    CloudService("DynamoDB", parts: ["table"]),
    CloudService("Elastic Block Store", ["EBS"], parts: ["volume", "snapshot"]),
    CloudService("Elastic Compute Cloud", ["EC2"], parts: ["instance"]),
    CloudService("Elastic Container Registry", ["ECR"], parts: ["repository", "image"]),
    CloudService("Elastic Container Service", ["ECS"], parts: ["cluster", "task"]),
    CloudService("Elastic File System", ["EFS"], parts: ["file system", "volume"]),
    CloudService("Elastic Kubernetes Service", ["EKS"], parts: ["cluster"]),
    CloudService(
      "Elastic Load Balancing",
      ["ELB", "ELBs", "ELBv2", "ALB", "ALBs", "NLB", "NLBs", "load balancer", "load balancers"],
      parts: ["listener", "target"]),
    CloudService("ElastiCache", parts: ["cluster", "cache"]),
    CloudService(
      "Firehose", ["Kinesis Firehose", "Kinesis Data Firehose", "Data Firehose"],
      parts: ["stream"]),
    CloudService("Glue", parts: ["catalog", "connection"]),
    CloudService("Identity and Access Management", ["IAM"], serves: [.identity, .exposure]),
    CloudService("Key Management Service", ["KMS"], parts: ["key"], serves: [.encryption]),
    CloudService("Kinesis", ["Kinesis Data Streams"], parts: ["stream"]),
    CloudService("Lambda", parts: ["function"]),
    CloudService("Neptune", parts: ["cluster"]),
    CloudService("OpenSearch", ["OpenSearch Service", "Elasticsearch"], parts: ["domain"]),
    CloudService("Redshift", parts: ["cluster"]),
    CloudService(
      "Relational Database Service", ["RDS", "Aurora"], parts: ["DB instance", "cluster"]),
    CloudService("SageMaker", parts: ["notebook"]),
    CloudService("Secrets Manager", ["Secret Manager"], parts: ["secret"], serves: [.secrets]),
    CloudService("Simple Notification Service", ["SNS"], parts: ["topic"]),
    CloudService("Simple Queue Service", ["SQS"], parts: ["queue"]),
    CloudService(
      "Simple Storage Service", ["S3"], parts: ["bucket"], serves: [.logging, .retention]),
    CloudService("Web Application Firewall", ["WAF"], serves: [.firewall]),
  ]

  private var names: [String] { ([name] + otherNames).map { $0.lowercased() } }

  /// How often a text names the service.
  func mentions(in text: SearchableText) -> Int {
    names.reduce(0) { $0 + text.count(of: $1) }
  }

  /// Where a text first speaks of the service or its parts.
  private func position(in text: SearchableText) -> Int? {
    let parts = parts.map { $0.lowercased() }
    return (names + parts + parts.map { $0 + "s" }).compactMap(text.position).min()
  }

  /// The service that a text introduces with its maker's name before it speaks of any of `own`.
  ///
  /// A service in passing comes without the maker's name, or after what the text is about.
  static func introduced(
    by text: SearchableText, before own: [CloudService]
  ) -> CloudService? {
    let limit = own.compactMap { $0.position(in: text) }.min() ?? .max
    let found = known.flatMap { service in
      service.names.flatMap { ["amazon \($0)", "aws \($0)"] }.compactMap { phrase in
        text.position(of: phrase).map { (service: service, position: $0, length: phrase.count) }
      }
    }
    // Of two names at one place, the longer one is meant.
    return found.filter { $0.position < limit && !own.contains($0.service) }
      .min { ($0.position, -$0.length) < ($1.position, -$1.length) }?.service
  }

  // MARK: - Spelling

  /// The right name of a service whose heading is misspelt, or `nil` where nothing is wrong.
  ///
  /// With an abbreviation in parentheses, the name must be the one it stands for. Without, only a
  /// name that is one or two letters from a known one is doubted.
  static func correction(ofHeading heading: String) -> String? {
    let parts = heading.split(separator: "(", maxSplits: 1)
    guard let head = parts.first else { return nil }
    let spelling = folded(head)
    guard !spelling.isEmpty, !known.contains(where: { $0.spellings.contains(spelling) }) else {
      return nil
    }
    if parts.count == 2 {
      let abbreviation = folded(parts[1].prefix { $0 != ")" })
      let meant = known.first { $0.otherNames.contains { folded($0) == abbreviation } }
      if let meant { return meant.name }
    }
    return known.first { service in
      spelling.count >= 6 && distance(folded(service.name), spelling) <= 2
    }?.name
  }

  /// The words of a text that are a letter away from the one-word name of this heading's service.
  static func misspeltWords(in text: String, ofHeading heading: String) -> [String] {
    guard let name = known.map(\.name).first(where: { folded($0) == folded(heading) }) else {
      return []
    }
    let right = name.lowercased()
    let words = text.split { !($0.isLetter || $0.isNumber) }
    var found: [String] = []
    for word in words where word.first?.isUppercase == true && !found.contains(String(word)) {
      let spelling = word.lowercased()
      guard right.count >= 6, spelling != right, spelling != right + "s" else { continue }
      let singular = spelling.hasSuffix("s") ? String(spelling.dropLast()) : spelling
      if min(distance(right, spelling), distance(right, singular)) == 1 {
        found.append(String(word))
      }
    }
    return found
  }

  private var spellings: [String] { ([name] + otherNames).map { Self.folded($0) } }

  /// A name's letters and digits in lower case, without its maker.
  private static func folded(_ name: some StringProtocol) -> String {
    var words = name.lowercased().split { !($0.isLetter || $0.isNumber) }
    if words.count > 1, words[0] == "amazon" || words[0] == "aws" { words.removeFirst() }
    return words.joined()
  }

  /// The number of letters to add, drop or change to make one word of the other.
  private static func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (index, character) in left.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in right.indices {
        let change = diagonal + (right[column] == character ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(change, row[column] + 1, diagonal + 1)
      }
    }
    return row[right.count]
  }
}
