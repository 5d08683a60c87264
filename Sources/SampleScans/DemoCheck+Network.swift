import EvidenceModel

extension DemoCheck {
  /// What the demo checks about load balancers and networks.
  static let network = [
    DemoCheck(
      "elbv2_logging_enabled", of: .loadBalancer,
      type: "AwsElbv2LoadBalancer", severity: .medium,
      title: "The load balancer keeps an access log",
      description: "Looks for a bucket to which the load balancer writes its log.",
      risk: "An attack on the shop leaves no trace of its requests.",
      recommendation: "Name a log bucket in the attributes of the load balancer.",
      pass: "Load balancer {} keeps an access log.",
      fail: "Load balancer {} keeps no access log.",
      mappings: [
        "NIST-800-53-Revision-5": ["ac_4_26", "au_2_b", "au_3_a"],
        "GDPR": ["article_30"],
        "HIPAA": ["164_308_a_1_ii_d", "164_308_a_3_ii_a", "164_308_a_6_ii"],
      ]),
    DemoCheck(
      "elbv2_ssl_listeners", of: .loadBalancer,
      type: "AwsElbv2LoadBalancer", severity: .medium,
      title: "All listeners speak TLS",
      description: "Looks for listeners that speak plain HTTP and do not redirect.",
      risk: "Sessions and card numbers cross the network in the clear.",
      recommendation: "Let the listener on port 80 do nothing but redirect to 443.",
      pass: "Load balancer {} speaks TLS only.",
      fail: "Load balancer {} has a listener that speaks plain HTTP.",
      mappings: [:]),
    DemoCheck(
      "elbv2_insecure_ssl_ciphers", of: .loadBalancer,
      type: "AwsElbv2LoadBalancer", severity: .medium,
      title: "Old TLS is refused",
      description: """
        Compares the security policies of the listeners with those that still allow TLS 1.0 and \
        1.1.
        """,
      risk: "A connection can be talked down to a version with known attacks.",
      recommendation: "Choose a policy that begins with TLS 1.2 or 1.3.",
      pass: "Load balancer {} refuses old TLS.",
      fail: "Load balancer {} still accepts TLS 1.0.",
      mappings: [
        "NIST-800-53-Revision-5": ["sc_8_1", "sc_23_5"]
      ]),
    DemoCheck(
      "elbv2_deletion_protection", of: .loadBalancer,
      type: "AwsElbv2LoadBalancer", severity: .medium,
      title: "The load balancer cannot be deleted by accident",
      description: "Looks for deletion protection on the load balancer.",
      risk: "One wrong command takes the shop off the net.",
      recommendation: "Switch deletion protection on.",
      pass: "Load balancer {} is protected from deletion.",
      fail: "Load balancer {} can be deleted in one step.",
      mappings: [
        "NIST-800-53-Revision-5": ["ca_7_4_c", "cm_2_a", "cm_2_2"],
        "HIPAA": ["164_308_a_1_ii_b"],
      ]),
    DemoCheck(
      "vpc_flow_logs_enabled", of: .network,
      type: "AwsEc2Vpc", severity: .medium,
      title: "Traffic of the network is recorded",
      description: "Looks for a flow log of the VPC.",
      risk: "Where data went after an intrusion stays unknown.",
      recommendation: "Record at least rejected traffic, and everything in the card data network.",
      pass: "VPC {} has a flow log.",
      fail: "VPC {} has no flow log.",
      mappings: [
        "PCI-4.0": ["10.2.1.1.34", "10.2.1.2.29", "10.2.1.3.29"],
        "NIST-800-53-Revision-5": ["ac_4_26", "au_2_b", "au_3_a"],
        "GDPR": ["article_25", "article_30"],
        "HIPAA": ["164_308_a_1_ii_d", "164_308_a_3_ii_a", "164_308_a_6_ii"],
        "CIS-5.0": ["3.7"],
      ]),
  ]
}
