import EvidenceModel

extension DemoCheck {
  /// What the demo checks about databases.
  static let databases = [
    DemoCheck(
      "rds_instance_storage_encrypted", of: .database,
      type: "AwsRdsDbInstance", severity: .high,
      title: "Database storage is encrypted",
      description: """
        Looks at the storage of the instance, which its snapshots and replicas inherit from.
        """,
      risk: """
        A shared or stolen snapshot gives away **every row**, and no key is needed to read it.
        """,
      recommendation: """
        Encryption is decided at creation: copy a snapshot with a KMS key, restore it, and \
        switch the clients over.
        """,
      pass: "Database {} is encrypted.",
      fail: "Database {} is not encrypted.",
      mappings: [
        "PCI-4.0": ["3.5.1.27", "8.3.2.44"],
        "NIST-800-53-Revision-5": ["au_9_3", "cp_9_d", "cp_9_8"],
        "GDPR": ["article_32"],
        "HIPAA": ["164_308_a_1_ii_b", "164_308_a_4_ii_a", "164_312_a_2_iv"],
        "CIS-5.0": ["2.2.1"],
      ]),
    DemoCheck(
      "rds_instance_no_public_access", of: .database,
      type: "AwsRdsDbInstance", severity: .critical,
      title: "The database has no public address",
      description: """
        Looks at the public accessibility of the instance and at the security groups before it.
        """,
      risk: "The login prompt of the ledger is open to guessing from anywhere.",
      recommendation: """
        Make the instance private and reach it through the VPN or a session manager tunnel.
        """,
      pass: "Database {} is private.",
      fail: "Database {} can be reached from the internet.",
      mappings: [
        "PCI-4.0": ["1.2.8.28", "1.3.1.31", "1.3.2.31"],
        "NIST-800-53-Revision-5": ["ac_2_6", "ac_3", "ac_3_7"],
        "HIPAA": ["164_308_a_3_i", "164_312_a_1"],
        "CIS-5.0": ["2.2.3"],
      ]),
    DemoCheck(
      "rds_instance_multi_az", of: .database,
      type: "AwsRdsDbInstance", severity: .medium,
      title: "The database survives the loss of a zone",
      description: "Looks for a standby in another availability zone.",
      risk: "While one zone is down, no payment can be booked.",
      recommendation: """
        Switch multi-AZ on in the next maintenance window; plan for a minute of failover.
        """,
      pass: "Database {} has a standby in another zone.",
      fail: "Database {} runs in one zone only.",
      mappings: [
        "NIST-800-53-Revision-5": ["cp_1_a_1_b", "cp_1_a_2", "cp_2_a"],
        "HIPAA": ["164_308_a_1_ii_b", "164_308_a_7_i", "164_308_a_7_ii_a"],
        "CIS-5.0": ["2.2.4"],
      ]),
    DemoCheck(
      "rds_instance_iam_authentication_enabled", of: .database,
      type: "AwsRdsDbInstance", severity: .medium,
      title: "People log in to the database by their role",
      description: "Looks for IAM authentication on the instance.",
      risk: """
        Shared passwords outlive the people who knew them, and name nobody in the audit log.
        """,
      recommendation: "Switch IAM authentication on and retire the shared accounts of persons.",
      pass: "Database {} accepts IAM logins.",
      fail: "Database {} accepts passwords only.",
      mappings: [
        "PCI-4.0": ["7.2.1.23", "7.2.2.23", "7.2.5.17"]
      ]),
    DemoCheck(
      "rds_instance_backup_enabled", of: .database,
      type: "AwsRdsDbInstance", severity: .medium,
      title: "The database is backed up each day",
      description: "Looks for a backup retention of at least a day.",
      risk: "There is no way back from a wrong migration.",
      recommendation: "Keep automated backups for 14 days or more.",
      pass: "Database {} keeps automated backups.",
      fail: "Database {} keeps no backups.",
      mappings: [
        "PCI-4.0": ["10.3.3.8"],
        "NIST-800-53-Revision-5": ["cp_1_2", "cp_2_5", "cp_6_a"],
        "GDPR": ["article_32"],
        "HIPAA": ["164_308_a_1_ii_b", "164_308_a_4_ii_a", "164_308_a_7_i"],
      ]),
    DemoCheck(
      "rds_instance_deletion_protection", of: .database,
      type: "AwsRdsDbInstance", severity: .medium,
      title: "The database cannot be deleted by accident",
      description: "Looks for deletion protection on the instance.",
      risk: """
        A wrong plan of an infrastructure tool removes the instance with one confirmation.
        """,
      recommendation: """
        Switch deletion protection on, and off only in the change that removes the instance.
        """,
      pass: "Database {} is protected from deletion.",
      fail: "Database {} can be deleted in one step.",
      mappings: [
        "NIST-800-53-Revision-5": ["ca_7_4_c", "cm_3_a", "cp_1_a_1_b"]
      ]),
    DemoCheck(
      "dynamodb_tables_kms_cmk_encryption_enabled", of: .table,
      type: "AwsDynamoDbTable", severity: .medium,
      title: "The table is encrypted under a key of ours",
      description: "Looks for a KMS key on the table, in place of the key that DynamoDB owns.",
      risk: "The use of a key that DynamoDB owns shows in no log and cannot be denied.",
      recommendation: """
        Choose a KMS key in the encryption settings; the table stays online meanwhile.
        """,
      pass: "Table {} is encrypted with a KMS key.",
      fail: "Table {} is encrypted with a key that DynamoDB owns.",
      mappings: [
        "PCI-4.0": ["3.5.1.11", "3.5.1.12", "8.3.2.18"],
        "NIST-800-53-Revision-5": ["au_9_3", "sc_8_3", "sc_8_4"],
        "GDPR": ["article_32"],
        "HIPAA": ["164_308_a_4_ii_a", "164_312_a_2_iv", "164_312_e_2_ii"],
      ]),
    DemoCheck(
      "dynamodb_tables_pitr_enabled", of: .table,
      type: "AwsDynamoDbTable", severity: .medium,
      title: "The table can be restored to any minute",
      description: "Looks for point-in-time recovery on the table.",
      risk: "What a faulty job wrote over can be restored only from the last export.",
      recommendation: "Switch point-in-time recovery on.",
      pass: "Table {} has point-in-time recovery.",
      fail: "Table {} has no point-in-time recovery.",
      mappings: [
        "PCI-4.0": ["10.3.3.10", "10.5.1.6", "3.2.1.5"],
        "NIST-800-53-Revision-5": ["cp_1_2", "cp_2_5", "cp_6_2"],
        "HIPAA": ["164_308_a_1_ii_b", "164_308_a_7_i", "164_308_a_7_ii_a"],
      ]),
  ]
}
