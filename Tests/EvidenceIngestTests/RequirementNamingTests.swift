import EvidenceModel
import Foundation
import Testing

/// How requirements are written, and what they are called.
@Suite struct RequirementNamingTests {
  @Test(arguments: [
    ("PCI-4.0", "3.5.1.30", "3.5.1"), ("PCI-4.0", "1.2.5.4", "1.2.5"),
    ("PCI-4.0", "A3.2.5.1.3", "A3.2.5.2"), ("PCI-4.0", "A3.2.5.1.2", "A3.2.5.1"),
    ("PCI-3.2.1", "1.1.4.c", "1.1.4"), ("PCI-3.2.1", "1.1.4", "1.1.4"),
    ("NIST-800-53-Revision-5", "ac_2_3_c", "AC-2(3)"),
    ("NIST-800-53-Revision-5", "ac_2_d_1", "AC-2"),
    ("NIST-800-53-Revision-5", "ac_3_3_b_1", "AC-3(3)"),
    ("NIST-800-53-Revision-4", "ac_17_2", "AC-17(2)"),
    ("FedRamp-Moderate-Revision-4", "ac-17-2", "AC-17(2)"), ("NIST-CSF-1.1", "ac_5", "PR.AC-5"),
    ("NIST-CSF-1.1", "cp_4", "DE.DP-4"), ("NIST-CSF-1.1", "rp_1", "rp_1"),
    ("NIST-CSF-2.0", "oc_1", "GV.OC-01"), ("NIST-CSF-2.0", "id_sc_4", "ID.SC-04"),
    ("NIST-CSF-2.0", "rc_rp_1", "RC.RP-01"), ("NIST-CSF-2.0", "ip_12", "PR.IP-12"),
    ("HIPAA", "164_308_a_1_ii_a", "164.308(a)(1)(ii)(A)"), ("HIPAA", "164_312_b", "164.312(b)"),
    ("HIPAA", "164_312_e_2_i", "164.312(e)(2)(i)"), ("SOC2", "cc_6_7", "CC6.7"),
    ("SOC2", "pi_1_3", "PI1.3"), ("SOC2", "cc_c_1_1", "C1.1"), ("GDPR", "article_32", "Art. 32"),
    ("ISO27001-2022", "A.5.1", "A.5.1"), ("CIS-5.0", "2.1.4", "2.1.4"),
  ])
  func `reads what Prowler writes`(edition: String, written: String, name: String) {
    let reference = RequirementReference.prowler(edition: edition, requirement: written)
    #expect(reference.edition == edition)
    #expect(reference.requirement == name)
    #expect(reference.written?.requirement == (written == name ? nil : written))
  }

  @Test(arguments: [
    "10.2.1.1", "10.2.1.2", "10.2.1.3", "10.2.1.4", "10.2.1.5", "10.2.1.6", "10.2.1.7", "10.4.1.1",
    "11.3.1.1", "11.3.1.2", "11.3.1.3", "11.5.1.1", "3.5.1.1", "3.5.1.3", "3.6.1.2", "3.6.1.3",
    "3.6.1.4", "4.2.1.1", "7.2.5.1",
  ])
  func `takes a row of evidence for no other requirement`(written: String) {
    let section = written.split(separator: ".").dropLast().joined(separator: ".")
    let row = RequirementReference.prowler(edition: "PCI-4.0", requirement: written)
    #expect(row.requirement == section)
    #expect(row.written?.rule == .evidenceRow)
    // Whoever is not Prowler means the requirement.
    let genuine = RequirementReference.named(edition: "PCI-4.0", requirement: written)
    #expect(genuine == RequirementReference(edition: "PCI-4.0", requirement: written))
  }

  @Test(arguments: [
    ("PCI DSS v4.0.1", "8.3.2", "PCI-4.0.1", "8.3.2"), ("PCI DSS", "10.5.2", "PCI-3.2.1", "10.5.2"),
    ("NIST.800-53.r5", "AC-2(3)", "NIST-800-53-Revision-5", "AC-2(3)"),
    ("CIS AWS Foundations Benchmark v1.4.0", "1.6", "CIS-1.4", "1.6"),
    ("CIS AWS Foundations", "2.5", "CIS-1.2", "2.5"),
    ("NIST-800-53-Revision-5", "ac-2.3", "NIST-800-53-Revision-5", "AC-2(3)"),
    ("NIST-800-53-Revision-5", "AC-02(03)", "NIST-800-53-Revision-5", "AC-2(3)"),
    ("NIST-800-53-Revision-5", "ac-2.3_smt.a", "NIST-800-53-Revision-5", "AC-2(3)"),
    ("NIST-800-53-Revision-5", "AC-2 (3)", "NIST-800-53-Revision-5", "AC-2(3)"),
    ("NIST-800-53-Revision-5", "AC-2 a", "NIST-800-53-Revision-5", "AC-2"),
    ("ISO27001-2022", "5.1", "ISO27001-2022", "A.5.1"),
    ("NIST-CSF-2.0", "GV.OC-1", "NIST-CSF-2.0", "GV.OC-01"),
    ("House rules", "7", "House rules", "7"),
  ])
  func `reads what others write`(edition: String, written: String, name: String, key: String) {
    let reference = RequirementReference.named(edition: edition, requirement: written)
    #expect(reference.edition == name)
    #expect(reference.requirement == key)
  }

  @Test(
    .enabled(if: Series.isThere, "Prowler's compliance files are not beside the package: skipped"),
    arguments: [
      "pci_4.0_aws", "hipaa_aws", "nist_csf_1.1_aws", "nist_csf_2.0_aws", "soc2_aws",
      "nist_800_53_revision_5_aws", "nist_800_53_revision_4_aws", "fedramp_moderate_revision_4_aws",
    ])
  func `agrees with what Prowler's files say of their requirements`(file: String) throws {
    let url = Series.folder.deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "prowler-compliance/\(file).json")
    let root =
      try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any] ?? [:]
    let version = root["Version"] as? String ?? ""
    let edition = "\(root["Framework"] ?? "")" + (version.isEmpty ? "" : "-" + version)
    for requirement in root["Requirements"] as? [[String: Any]] ?? [] {
      let id = requirement["Id"] as? String ?? ""
      let attributes = (requirement["Attributes"] as? [[String: Any]])?.first ?? [:]
      let section = attributes["Section"] as? String ?? ""
      let title = requirement["Name"] as? String ?? ""
      let key = RequirementReference.prowler(edition: edition, requirement: id).requirement
      // Two ids are written otherwise than their titles, and one id stands for two subcategories.
      if ["164_308_a_4_ii_c", "rp_1"].contains(id), edition != "NIST-CSF-2.0" { continue }
      let stated =
        edition == "PCI-4.0"
        ? section.split(separator: ":").first.map(String.init) ?? ""
        : title.split(separator: " ").first.map(String.init) ?? ""
      guard stated.contains(where: \.isNumber) else { continue }
      let other = RequirementReference.named(edition: edition, requirement: stated)
      #expect(other.requirement == key, "\(id) is said to be \(stated)")
    }
  }
}
