import EvidenceModel

extension DemoCheck {
  /// What the demo checks about queues, topics and streams.
  static let messaging = [
    DemoCheck(
      "sns_topics_kms_encryption_at_rest_enabled", of: .topic,
      type: "AwsSnsTopic", severity: .high,
      title: "Messages of the topic are encrypted at rest",
      description: "Looks for a KMS key on the topic.",
      risk: "Messages wait for delivery in the clear.",
      recommendation: "Name a KMS key, and allow the publishing services to use it.",
      pass: "Topic {} is encrypted.",
      fail: "Topic {} is not encrypted.",
      mappings: [
        "PCI-4.0": ["3.5.1.35", "8.3.2.54"],
        "NIST-800-53-Revision-5": ["au_9_3", "cp_9_d", "sc_8_3"],
        "GDPR": ["article_32"],
        "HIPAA": ["164_308_a_1_ii_b", "164_308_a_4_ii_a", "164_312_a_2_iv"],
      ]),
    DemoCheck(
      "sns_topics_not_publicly_accessible", of: .topic,
      type: "AwsSnsTopic", severity: .high,
      title: "Only we publish and subscribe",
      description: "Looks for everybody in the policy of the topic.",
      risk: "Strangers can read our events, or send events that we then act on.",
      recommendation: "Name the accounts and services in the policy.",
      pass: "Topic {} is closed to strangers.",
      fail: "Topic {} is open to everybody.",
      mappings: [:]),
    DemoCheck(
      "sqs_queues_server_side_encryption_enabled", of: .queue,
      type: "AwsSqsQueue", severity: .medium,
      title: "Messages of the queue are encrypted at rest",
      description: "Looks for server-side encryption on the queue.",
      risk: "What waits in the queue can be read from its storage.",
      recommendation: """
        Switch server-side encryption on; with a KMS key where card data passes through.
        """,
      pass: "Queue {} is encrypted.",
      fail: "Queue {} is not encrypted.",
      mappings: [:]),
    DemoCheck(
      "sqs_queues_not_publicly_accessible", of: .queue,
      type: "AwsSqsQueue", severity: .critical,
      title: "Only we send and receive",
      description: "Looks for everybody in the policy of the queue.",
      risk: "A stranger can take jobs out of the queue, or put some in.",
      recommendation: "Name the sending and the receiving roles in the policy.",
      pass: "Queue {} is closed to strangers.",
      fail: "Queue {} is open to everybody.",
      mappings: [:]),
    DemoCheck(
      "kinesis_stream_encrypted_at_rest", of: .stream,
      type: "AwsKinesisStream", severity: .high,
      title: "Records of the stream are encrypted at rest",
      description: "Looks for encryption on the stream.",
      risk: "Records stay readable in the stream for as long as it keeps them.",
      recommendation: "Switch encryption on: records written from then on are encrypted.",
      pass: "Stream {} is encrypted.",
      fail: "Stream {} is not encrypted.",
      mappings: [
        "PCI-4.0": ["3.5.1.21", "8.3.2.35"]
      ]),
  ]
}
