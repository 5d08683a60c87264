import EvidenceModel

extension DemoCheck {
  /// What the demo checks about machines, functions and images.
  static let compute = [
    DemoCheck(
      "ec2_ebs_volume_encryption", of: .volume,
      type: "AwsEc2Volume", severity: .high,
      title: "The volume is encrypted",
      description: "Looks at the encryption of the volume.",
      risk: "Data of the volume stays readable in every snapshot and on retired disks.",
      recommendation: """
        Copy a snapshot with a key, make a volume of it and attach that one. Then make \
        encryption the default of the region.
        """,
      pass: "Volume {} is encrypted.",
      fail: "Volume {} is not encrypted.",
      mappings: [
        "PCI-4.0": ["3.5.1.20", "8.3.2.34"],
        "NIST-800-53-Revision-5": ["au_9_3", "cm_6_a", "cm_9_b"],
        "GDPR": ["article_32"],
        "HIPAA": ["164_308_a_1_ii_b", "164_308_a_4_ii_a", "164_312_a_2_iv"],
        "CIS-5.0": ["5.1.1"],
      ]),
    DemoCheck(
      "ec2_instance_profile_attached", of: .instance,
      type: "AwsEc2Instance", severity: .medium,
      title: "The machine has a role of its own",
      description: "Looks for an instance profile.",
      risk: """
        Programs on the machine carry long-lived keys in files, and these get copied.
        """,
      recommendation: """
        Attach a profile with the few permissions that the machine needs, and delete the keys.
        """,
      pass: "Instance {} has a profile.",
      fail: "Instance {} has no profile.",
      mappings: [
        "PCI-4.0": ["7.2.1.5", "7.2.2.5", "7.2.5.3"],
        "NIST-800-53-Revision-5": ["ac_3", "cm_5_1_a", "cm_6_a"],
        "CIS-5.0": ["1.17"],
      ]),
    DemoCheck(
      "ec2_instance_imdsv2_enabled", of: .instance,
      type: "AwsEc2Instance", severity: .high,
      title: "Credentials of the machine need a session",
      description: "Looks at whether the metadata service insists on tokens.",
      risk: """
        A web application that can be made to fetch a URL hands out the **credentials** of its \
        machine.
        """,
      recommendation: """
        Require tokens, with a hop limit of 1 unless containers need more:

        ```
        aws ec2 modify-instance-metadata-options --http-tokens required --instance-id ID
        ```
        """,
      pass: "Instance {} insists on metadata tokens.",
      fail: "Instance {} answers metadata requests without a token.",
      mappings: [
        "PCI-4.0": ["8.2.8.4"],
        "NIST-800-53-Revision-5": ["ac_2_6", "ac_3", "ac_3_3"],
        "CIS-5.0": ["5.7"],
      ]),
    DemoCheck(
      "ec2_instance_public_ip", of: .instance,
      type: "AwsEc2Instance", severity: .medium,
      title: "The machine has no public address",
      description: "Looks for a public address on the network interfaces.",
      risk: "Whatever listens on the machine can be tried from anywhere.",
      recommendation: """
        Put the machine in a private subnet, and a load balancer or a NAT gateway before it.
        """,
      pass: "Instance {} has private addresses only.",
      fail: "Instance {} has a public address.",
      mappings: [
        "NIST-800-53-Revision-5": ["ac_2_6", "ac_3", "ac_3_7"],
        "HIPAA": ["164_308_a_1_ii_b", "164_308_a_3_i", "164_312_a_1"],
      ]),
    DemoCheck(
      "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_22", of: .securityGroup,
      type: "AwsEc2SecurityGroup", severity: .high,
      title: "SSH is closed to the internet",
      description: "Looks for inbound rules that open port 22 to `0.0.0.0/0` or `::/0`.",
      risk: "Password guessing begins within minutes, and one weak key is enough.",
      recommendation: "Take the rule out, and log in through the session manager.",
      pass: "Security group {} keeps port 22 from the internet.",
      fail: "Security group {} opens port 22 to 0.0.0.0/0.",
      mappings: [
        "PCI-4.0": ["1.2.8.17", "1.3.1.19", "1.3.2.19"],
        "NIST-800-53-Revision-5": ["ac_17_b", "ac_17_1", "ac_17_9"],
        "HIPAA": ["164_308_a_1_ii_b", "164_312_e_1"],
        "CIS-5.0": ["5.3", "5.4"],
      ]),
    DemoCheck(
      "awslambda_function_inside_vpc", of: .function,
      type: "AwsLambdaFunction", severity: .low,
      title: "The function runs in our network",
      description: "Looks for a VPC in the configuration of the function.",
      risk: "Its traffic leaves by a way that no firewall of ours sees.",
      recommendation: """
        Attach the function to private subnets, with endpoints for the services that it calls.
        """,
      pass: "Function {} runs in a VPC.",
      fail: "Function {} runs outside any VPC.",
      mappings: [
        "PCI-4.0": ["1.2.8.20", "1.3.1.23", "1.3.2.23"]
      ]),
    DemoCheck(
      "awslambda_function_not_publicly_accessible", of: .function,
      type: "AwsLambdaFunction", severity: .critical,
      title: "Strangers cannot call the function",
      description: "Looks for a policy that lets everybody invoke the function.",
      risk: "Anybody may run our code with our data, at our cost.",
      recommendation: "Name the caller in the policy, with its account and its ARN as conditions.",
      pass: "Function {} names who may call it.",
      fail: "Function {} may be called by everybody.",
      mappings: [
        "PCI-4.0": ["1.2.8.19", "1.3.1.22", "1.3.2.22"],
        "NIST-800-53-Revision-5": ["ac_2_6", "ac_3", "ac_3_7"],
        "HIPAA": ["164_308_a_1_ii_b", "164_308_a_3_i", "164_312_a_1"],
      ]),
    DemoCheck(
      "awslambda_function_url_public", of: .function,
      type: "AwsLambdaFunction", severity: .high,
      title: "The address of the function asks who calls",
      description: "Looks at the authentication of the function's URL.",
      risk: "The URL is as good as public: it turns up in logs, and guards nothing.",
      recommendation: """
        Set the authentication to `AWS_IAM`, or put an API with an authoriser before the \
        function.
        """,
      pass: "Function {} has no open URL.",
      fail: "Function {} has a URL that asks for no authentication.",
      mappings: [
        "NIST-800-53-Revision-5": ["ac_2_6", "ac_3", "ac_3_7"],
        "HIPAA": ["164_308_a_1_ii_b", "164_308_a_3_i", "164_312_a_1"],
      ]),
    DemoCheck(
      "awslambda_function_using_supported_runtimes", of: .function,
      type: "AwsLambdaFunction", severity: .medium,
      title: "The runtime still gets patches",
      description: "Compares the runtime with those that AWS has retired.",
      risk: "Known holes of the language stay open.",
      recommendation: "Move to a current runtime, and let the pipeline refuse retired ones.",
      pass: "Function {} has a current runtime.",
      fail: "Function {} has the retired runtime nodejs16.x.",
      mappings: [:]),
    DemoCheck(
      "ecr_repositories_not_publicly_accessible", of: .repository,
      type: "AwsEcrRepository", severity: .critical,
      title: "Images are ours alone",
      description: "Looks for a repository policy that lets everybody pull.",
      risk: "Images hold our code, and now and then a secret.",
      recommendation: "Name the pulling accounts in the policy.",
      pass: "Repository {} is private.",
      fail: "Repository {} may be pulled by everybody.",
      mappings: [:]),
  ]
}
