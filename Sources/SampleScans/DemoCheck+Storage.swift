import EvidenceModel

extension DemoCheck {
  /// What the demo checks about buckets and file systems.
  static let storage = [
    DemoCheck(
      "s3_bucket_default_encryption", of: .bucket,
      type: "AwsS3Bucket", severity: .medium,
      title: "New objects are encrypted without the writer asking",
      description: """
        Looks for an encryption rule that the bucket applies to **every** object written to it.
        """,
      risk: """
        A client that forgets to ask for encryption leaves readable data on disk, and nobody is \
        told.
        """,
      recommendation: """
        Set a default encryption rule on the bucket, with `AES256` or a KMS key, and rewrite the \
        objects that are older than the rule.
        """,
      pass: "Bucket {} encrypts what is written to it.",
      fail: "Bucket {} has no default encryption rule.",
      mappings: [
        "PCI-4.0": ["3.5.1.30", "8.3.2.48"],
        "NIST-800-53-Revision-5": ["au_9_3", "cm_6_a", "cm_9_b"],
        "GDPR": ["article_32"],
        "HIPAA": ["164_308_a_1_ii_b", "164_308_a_4_ii_a", "164_312_a_2_iv"],
      ]),
    DemoCheck(
      "s3_bucket_kms_encryption", of: .bucket,
      type: "AwsS3Bucket", severity: .medium,
      title: "Objects are encrypted under a key that can be withdrawn",
      description: """
        Looks for a KMS key in the default encryption rule, in place of the key that S3 holds \
        itself.
        """,
      risk: """
        Access to a key of S3 cannot be revoked or traced apart from access to the bucket.
        """,
      recommendation: """
        Name a customer managed key in the default rule and grant its use only to the roles that \
        read the data.
        """,
      pass: "Bucket {} encrypts with a KMS key.",
      fail: "Bucket {} does not encrypt with a KMS key.",
      mappings: [
        "PCI-4.0": ["3.5.1.31", "8.3.2.50"]
      ]),
    DemoCheck(
      "s3_bucket_level_public_access_block", of: .bucket,
      type: "AwsS3Bucket", severity: .high,
      title: "The bucket refuses to become public",
      description: "Looks for all four settings of the public access block on the bucket itself.",
      risk: """
        One careless policy or ACL publishes the bucket, where the block would have stopped it.
        """,
      recommendation: """
        Switch the four settings on. Serve what must be public through a CDN with a private \
        origin.
        """,
      pass: "Bucket {} blocks public access.",
      fail: "Bucket {} leaves public access to its policy and ACLs.",
      mappings: [
        "CIS-5.0": ["2.1.4"]
      ]),
    DemoCheck(
      "s3_bucket_secure_transport_policy", of: .bucket,
      type: "AwsS3Bucket", severity: .medium,
      title: "Requests without TLS are denied",
      description: """
        Looks for a policy statement that denies requests where `aws:SecureTransport` is false.
        """,
      risk: """
        Objects and signed requests can be read or replayed by whoever sits between client and \
        bucket.
        """,
      recommendation: """
        Add a statement to the policy:

        ```json
        {"Effect": "Deny", "Principal": "*", "Action": "s3:*",
         "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
        ```
        """,
      pass: "Bucket {} denies requests without TLS.",
      fail: "Bucket {} answers requests without TLS.",
      mappings: [
        "PCI-4.0": ["1.2.5.15", "2.2.5.15", "2.2.7.19"],
        "NIST-800-53-Revision-5": ["ac_4", "ac_4_22", "ac_17_2"],
        "GDPR": ["article_32"],
        "HIPAA": ["164_308_a_1_ii_b", "164_312_a_2_iv", "164_312_c_1"],
        "CIS-5.0": ["2.1.1"],
      ]),
    DemoCheck(
      "s3_bucket_server_access_logging_enabled", of: .bucket,
      type: "AwsS3Bucket", severity: .medium,
      title: "Requests to the bucket are recorded",
      description: "Looks for a target to which the bucket delivers its access log.",
      risk: "After a leak nobody can say which objects were read, when, and by whom.",
      recommendation: """
        Deliver access logs to a bucket of the logging account, and keep them as long as the \
        card data rules ask.
        """,
      pass: "Bucket {} records requests.",
      fail: "Bucket {} records no requests.",
      mappings: [
        "PCI-4.0": ["10.2.1.1.30", "10.2.1.2.27", "10.2.1.3.27"],
        "NIST-800-53-Revision-5": ["ac_2_4", "ac_3_1", "ac_3_10"],
        "HIPAA": ["164_308_a_1_ii_d", "164_308_a_3_ii_a", "164_308_a_6_ii"],
      ]),
    DemoCheck(
      "s3_bucket_object_versioning", of: .bucket,
      type: "AwsS3Bucket", severity: .medium,
      title: "Overwritten objects can be had back",
      description: "Looks for versioning on the bucket.",
      risk: "A wrong deployment, or ransomware, replaces the only copy of an object.",
      recommendation: """
        Switch versioning on, with a lifecycle rule that expires old versions so that the cost \
        stays bounded.
        """,
      pass: "Bucket {} keeps versions.",
      fail: "Bucket {} keeps only the newest version of an object.",
      mappings: [
        "PCI-4.0": ["10.3.4.9"],
        "NIST-800-53-Revision-5": ["au_9_2", "cp_1_2", "cp_2_5"],
        "HIPAA": ["164_308_a_1_ii_b", "164_308_a_7_i", "164_308_a_7_ii_a"],
      ]),
    DemoCheck(
      "efs_encryption_at_rest_enabled", of: .fileSystem,
      type: "AwsEfsFileSystem", severity: .medium,
      title: "The file system is encrypted at rest",
      description: "Looks at the encryption that the file system was created with.",
      risk: """
        Files, and the backups made of them, are readable to whoever gets at the storage.
        """,
      recommendation: """
        Make an encrypted file system, copy the data with DataSync, and move the mount targets \
        over.
        """,
      pass: "File system {} is encrypted.",
      fail: "File system {} is not encrypted.",
      mappings: [
        "PCI-4.0": ["3.5.1.15", "8.3.2.22"],
        "NIST-800-53-Revision-5": ["au_9_3", "cp_9_d", "sc_8_3"],
        "GDPR": ["article_32"],
        "HIPAA": ["164_308_a_1_ii_b", "164_308_a_4_ii_a", "164_312_a_2_iv"],
        "CIS-5.0": ["2.3.1"],
      ]),
    DemoCheck(
      "efs_have_backup_enabled", of: .fileSystem,
      type: "AwsEfsFileSystem", severity: .medium,
      title: "The file system is backed up",
      description: "Looks for a backup policy on the file system.",
      risk: "Deleted files are lost for good.",
      recommendation: "Switch the backup policy on, and try a restore twice a year.",
      pass: "File system {} has a backup policy.",
      fail: "File system {} has no backup policy.",
      mappings: [
        "PCI-4.0": ["10.3.3.15", "10.3.3.16"],
        "NIST-800-53-Revision-5": ["cp_1_2", "cp_2_5", "cp_6_a"],
        "HIPAA": ["164_308_a_7_i", "164_308_a_7_ii_a", "164_308_a_7_ii_b"],
      ]),
  ]
}
