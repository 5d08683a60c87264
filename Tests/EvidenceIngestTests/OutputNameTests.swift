import EvidenceModel
import Testing

@Suite struct OutputNameTests {
  @Test(arguments: [
    ("out/night.ocsf.json", "night"), ("night.csv.gz", "night"), ("night", "night"), ("", ""),
    ("prowler-5.40.0-a.csv", "prowler-5.40.0-a"), ("night_pci_4.0_aws.csv", "night_pci_4.0_aws"),
  ])
  func `takes off what names the format`(path: String, stem: String) {
    #expect(OutputName(path: path).stem == stem)
  }

  @Test(arguments: [
    ("a/night.csv", "b/night.ocsf.json", true), ("night_pci_4.0_aws.csv", "night.csv", true),
    ("night.csv", "night_pci_4.0_aws.csv", true), ("night-1.csv", "night-2.csv", false),
    ("prowler-5.40.0-a.csv", "prowler-5.40.0-b.csv", false),
  ])
  func `knows outputs of one run by their names`(left: String, right: String, isOne: Bool) {
    #expect(OutputName(path: left).isBeside(OutputName(path: right)) == isOne)
  }
}
