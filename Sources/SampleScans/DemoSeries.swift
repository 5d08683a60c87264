import EvidenceModel

/// Six nights of an invented company, Quillmoor, which takes payments for clinics.
///
/// ```swift
/// for scan in DemoSeries.scans { print(scan.name, scan.bytes.count) }
/// ```
///
/// The story, every other Monday at 02:00 UTC from January to March 2026:
///
/// 1. *5 January.* The first scan of the production account, in three regions. Much is wrong.
/// 2. *19 January.* What was most urgent is fixed: the ledger is private, SSH is closed.
/// 3. *2 February.* Encryption is put right. The scratch bucket of the migration is deleted, and with it
///    its failures are gone, which is not the same as fixed. A function with an open URL is new. This
///    night is in CSV; the others are in OCSF.
/// 4. *16 February.* A partial scan: only eu-central-1 was looked at. What is elsewhere keeps its state.
/// 5. *2 March.* The whole again, and the account of the analysts for the first time. Two things have
///    come back: a machine that answers SSH from anywhere, and card statements without encryption.
/// 6. *16 March.* What came back is fixed. Three failures are muted, and some are open since January.
///
/// Given in another order, the nights must tell the same story.
public enum DemoSeries {
  /// The scans in the order of their nights: a file name and the bytes of the file.
  public static let scans: [(name: String, bytes: [UInt8])] = nights.indices.map { index in
    let night = nights[index]
    return (
      "prowler-output-quillmoor-" + night.stamp + night.format.fileSuffix, bytes(ofNight: index)
    )
  }

  private struct Night {
    var year: Int64 = 2026
    var month: Int64
    var day: Int64
    var format = SampleFormat.ocsf
    /// Where the scanner looked; `nil` for everywhere.
    var region: String?

    var time: Timestamp {
      let days = CivilDate(year: year, month: month, day: day)?.daysSince1970 ?? 0
      return Timestamp(microseconds: (days * 24 + 2) * 3_600_000_000)
    }

    /// The time as Prowler has it in names of files.
    var stamp: String { time.description.filter(\.isNumber) }
  }

  private static let nights = [
    Night(month: 1, day: 5),
    Night(month: 1, day: 19),
    Night(month: 2, day: 2, format: .csv),
    Night(month: 2, day: 16, region: frankfurt),
    Night(month: 3, day: 2),
    Night(month: 3, day: 16),
  ]

  private static func bytes(ofNight index: Int) -> [UInt8] {
    let night = nights[index]
    // Times in seconds: whoever ingests the CSV by hand has no zone to think of.
    let run = SampleRun(time: night.time, usesUnixTime: true)
    var writer = SampleScanWriter(night.format, run: run)
    for check in DemoCheck.all {
      for resource in resources where resource.kind == check.subject {
        guard night.region.map({ $0 == resource.region }) ?? true,
          let (status, isMuted) = resource.verdict(check.check.key, night: index)
        else { continue }
        writer.append(
          SampleRecord(
            account: resource.account, region: resource.region, resourceUID: resource.uid,
            resourceName: resource.name, status: status, isMuted: isMuted,
            detail: check.detail(status, name: resource.name),
            tags: [("owner", resource.account.name), ("name", resource.name)]),
          of: check.check)
      }
    }
    writer.finish()
    return writer.bytes
  }

  private static let production = SampleAccount(
    uid: "111122223333", name: "quillmoor-production")
  private static let analytics = SampleAccount(uid: "444455556666", name: "quillmoor-analytics")

  private static let frankfurt = "eu-central-1"
  private static let ireland = "eu-west-1"
  /// Where Prowler reports what belongs to no region.
  private static let virginia = "us-east-1"

  private static let resources = ledger + shop + abroad + wholeAccount + analysis

  /// What keeps the books, in Frankfurt.
  private static let ledger = [
    DemoResource(
      .database, "ledger-primary", in: frankfurt, of: production,
      [
        "rds_instance_storage_encrypted": "FFPPPP",
        "rds_instance_no_public_access": "FPPPPP",
        "rds_instance_iam_authentication_enabled": "FFFFPP",
      ]),
    DemoResource(
      .database, "ledger-reporting", in: frankfurt, of: production,
      [
        "rds_instance_storage_encrypted": "FFFPPP",
        "rds_instance_multi_az": "FFFFFM",
        "rds_instance_iam_authentication_enabled": "FFFFFF",
        "rds_instance_deletion_protection": "FFPPPP",
      ]),
    DemoResource(
      .volume, "vol-0a41c7e29b3d58f60", in: frankfurt, of: production,
      ["ec2_ebs_volume_encryption": "FFPPPP"]),
    DemoResource(
      .instance, "i-0c93d1f7a2b46e581", in: frankfurt, of: production,
      [
        "ec2_instance_imdsv2_enabled": "FFFPPP",
        "ec2_instance_public_ip": "FPPPFP",
        "ec2_instance_profile_attached": "FFPPPP",
      ]),
    DemoResource(
      .securityGroup, "sg-07be2d94c1f3a6058", in: frankfurt, of: production,
      ["ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_22": "FPPPFP"]),
    DemoResource(
      .network, "vpc-03d8f5a6b1c2974e0", in: frankfurt, of: production,
      ["vpc_flow_logs_enabled": "FFFFPP"]),
    DemoResource(
      .fileSystem, "fs-0e62b19c47d3a8f15", in: frankfurt, of: production,
      ["efs_have_backup_enabled": "FPPPPP"]),
    DemoResource(
      .key, "6f0b2c1e-4d7a-4c35-9e81-0a5d3b7f2c94", in: frankfurt, of: production,
      ["kms_cmk_rotation_enabled": "FFPPPP"]),
    DemoResource(
      .secret, "ledger/reporting", in: frankfurt, of: production,
      ["secretsmanager_automatic_rotation_enabled": "FFFFFF"]),
    DemoResource(.detector, "3ac1f0d27b", in: frankfurt, of: production),
  ]

  /// What takes the payments, in Frankfurt.
  private static let shop = [
    DemoResource(
      .bucket, "quillmoor-card-statements", in: frankfurt, of: production,
      [
        "s3_bucket_default_encryption": "FPPPFP",
        "s3_bucket_kms_encryption": "FFPPFP",
        "s3_bucket_secure_transport_policy": "FFPPPP",
        "s3_bucket_server_access_logging_enabled": "FFFFPP",
      ]),
    DemoResource(
      .bucket, "quillmoor-app-logs", in: frankfurt, of: production,
      [
        "s3_bucket_kms_encryption": "FFFFFF",
        "s3_bucket_server_access_logging_enabled": "FFFFFM",
        "s3_bucket_object_versioning": "FFFPPP",
      ]),
    DemoResource(
      .bucket, "quillmoor-migration-scratch", in: frankfurt, of: production, life: "xx....",
      [
        "s3_bucket_default_encryption": "FF",
        "s3_bucket_kms_encryption": "FF",
        "s3_bucket_level_public_access_block": "FF",
        "s3_bucket_secure_transport_policy": "FF",
        "s3_bucket_object_versioning": "FF",
      ]),
    DemoResource(
      .table, "checkout-sessions", in: frankfurt, of: production,
      [
        "dynamodb_tables_kms_cmk_encryption_enabled": "FFFFFP",
        "dynamodb_tables_pitr_enabled": "FFPPPP",
      ]),
    DemoResource(
      .topic, "payment-events", in: frankfurt, of: production,
      ["sns_topics_kms_encryption_at_rest_enabled": "FFPPPP"]),
    DemoResource(
      .queue, "settlement-jobs", in: frankfurt, of: production,
      [
        "sqs_queues_server_side_encryption_enabled": "FPPPPP",
        "sqs_queues_not_publicly_accessible": "FPPPPP",
      ]),
    DemoResource(
      .stream, "card-authorisations", in: frankfurt, of: production,
      ["kinesis_stream_encrypted_at_rest": "FFFPPP"]),
    DemoResource(
      .loadBalancer, "checkout/50dc6c495c0c9188", in: frankfurt, of: production,
      [
        "elbv2_logging_enabled": "FFPPPP",
        "elbv2_insecure_ssl_ciphers": "FFFPPP",
      ]),
    DemoResource(
      .function, "tokenise-card", in: frankfurt, of: production,
      ["awslambda_function_using_supported_runtimes": "PPFFFP"]),
    DemoResource(
      .function, "refund-webhook", in: frankfurt, of: production, life: "..xxxx",
      [
        "awslambda_function_url_public": "..FFPP",
        "awslambda_function_inside_vpc": "..FFFM",
      ]),
    DemoResource(
      .repository, "settlement-worker", in: frankfurt, of: production),
  ]

  /// What stands in Ireland, for the day when Frankfurt is down.
  private static let abroad = [
    DemoResource(
      .bucket, "quillmoor-backups", in: ireland, of: production,
      [
        "s3_bucket_object_versioning": "FPPPPP",
        "s3_bucket_kms_encryption": "FFFFFP",
        "s3_bucket_secure_transport_policy": "FFFFFF",
      ]),
    DemoResource(
      .database, "ledger-standby", in: ireland, of: production,
      [
        "rds_instance_storage_encrypted": "FFFFPP",
        "rds_instance_backup_enabled": "FPPPPP",
        "rds_instance_deletion_protection": "FFFFFF",
      ]),
    DemoResource(
      .fileSystem, "fs-05a7c3e1d92b4f086", in: ireland, of: production,
      ["efs_encryption_at_rest_enabled": "FFFFFF", "efs_have_backup_enabled": "FFPPPP"]),
    DemoResource(
      .loadBalancer, "portal/8d2ef16b7c0a4395", in: ireland, of: production,
      [
        "elbv2_ssl_listeners": "FPPPPP",
        "elbv2_deletion_protection": "FFFFFP",
        "elbv2_logging_enabled": "FFFFPP",
      ]),
    DemoResource(
      .function, "portal-notify", in: ireland, of: production,
      [
        "awslambda_function_not_publicly_accessible": "FPPPPP",
        "awslambda_function_inside_vpc": "FFFFFF",
      ]),
    DemoResource(
      .detector, "b74e09c5d1", in: ireland, of: production, ["guardduty_is_enabled": "FFPPPP"]),
  ]

  /// What belongs to the production account as a whole.
  private static let wholeAccount = [
    DemoResource(
      .root, "<root_account>", in: virginia, of: production, ["iam_no_root_access_key": "FPPPPP"]),
    DemoResource(
      .user, "deploy-bot", in: virginia, of: production,
      ["iam_rotate_access_key_90_days": "FFFFPP"]),
    DemoResource(
      .user, "night-operator", in: virginia, of: production,
      ["iam_user_mfa_enabled_console_access": "FPPPPP", "iam_user_accesskey_unused": "FFFFFF"]),
    DemoResource(
      .user, "migration-helper", in: virginia, of: production, life: "xxx...",
      ["iam_user_mfa_enabled_console_access": "FFF", "iam_rotate_access_key_90_days": "FFF"]),
    DemoResource(
      .passwordPolicy, "password-policy", in: virginia, of: production,
      ["iam_password_policy_minimum_length_14": "FFPPPP"]),
    DemoResource(
      .trail, "all-calls", in: virginia, of: production,
      [
        "cloudtrail_multi_region_enabled": "FPPPPP",
        "cloudtrail_log_file_validation_enabled": "FPPPPP",
        "cloudtrail_kms_encryption_enabled": "FFFFFF",
      ]),
    DemoResource(
      .publicBlock, "111122223333", in: virginia, of: production,
      ["s3_account_level_public_access_blocks": "FFFFPP"]),
    DemoResource(
      .account, "111122223333", in: virginia, of: production,
      ["account_maintain_current_contact_details": "??????"]),
  ]

  /// The account of the analysts, which joined in March.
  private static let analysis = [
    DemoResource(
      .bucket, "quillmoor-data-lake", in: frankfurt, of: analytics, life: "....xx",
      [
        "s3_bucket_default_encryption": "....FP",
        "s3_bucket_level_public_access_block": "....FF",
        "s3_bucket_server_access_logging_enabled": "....FF",
      ]),
    DemoResource(
      .stream, "clickstream", in: frankfurt, of: analytics, life: "....xx",
      ["kinesis_stream_encrypted_at_rest": "....FF"]),
    DemoResource(
      .function, "enrich-events", in: frankfurt, of: analytics, life: "....xx",
      ["awslambda_function_inside_vpc": "....FF"]),
    DemoResource(
      .topic, "import-alerts", in: frankfurt, of: analytics, life: "....xx",
      ["sns_topics_not_publicly_accessible": "....FP"]),
    DemoResource(
      .root, "<root_account>", in: virginia, of: analytics, life: "....xx",
      ["iam_root_mfa_enabled": "....FP"]),
    DemoResource(
      .passwordPolicy, "password-policy", in: virginia, of: analytics, life: "....xx",
      ["iam_password_policy_minimum_length_14": "....FF"]),
  ]
}
