/// The long texts of a generated check: Markdown of the length that real checks have.
struct CheckText {
  let title: String
  let description: String
  let risk: String
  let recommendation: String
  let code: SampleCheck.Code

  init(number: Int, service: String, noun: String, quality: String, bits: SeededBits) {
    let check = UInt64(number)
    /// As many of the sentences as asked for, beginning at one that the check draws.
    func some(_ count: Int, of sentences: [String], _ draw: UInt64) -> [String] {
      let first = bits.number(below: sentences.count, check, draw)
      return (0..<count).map { index in
        sentences[(first + index) % sentences.count]
          .split(separator: "{}", omittingEmptySubsequences: false)
          .joined(separator: noun)
      }
    }
    let resource = service + "_" + noun
    title = "Each \(noun) of the \(service) is \(quality)"
    description =
      "Each **\(noun)** of the \(service) is looked at, to see that it is *\(quality)*. "
      + some(3, of: Self.descriptions, 1).joined(separator: " ")
    risk = some(4, of: Self.risks, 2).joined(separator: " ")
    recommendation =
      "Adopt:\n" + some(5, of: Self.recommendations, 3).map { "- " + $0 }.joined(separator: "\n")
    code = SampleCheck.Code(
      cloudFormation: """
        ```yaml
        # Make a \(noun) that is \(quality)
        Resources:
          Sample:
            Type: "Sample::\(service)::\(noun)"
            Properties:
              Name: !Sub "${Stack}-\(noun)"
              Quality: "\(quality)"  # this line matters; the others are as before
              Tags:
                - Key: owner
                  Value: platform
        ```
        """,
      terraform: """
        ```hcl
        # Make a \(noun) that is \(quality)
        resource "sample_\(resource)" "this" {
          name    = "${var.stack}-\(noun)"
          quality = "\(quality)" # this line matters
          tags    = { owner = "platform" }
        }
        ```
        """,
      commandLine: "sample \(service) update-\(noun) --name NAME --quality \"\(quality)\"",
      console: """
        1. Open the console of the \(service), and choose the list of every \(noun)
        2. Choose the \(noun), then **Edit**
        3. Under *Quality*, choose "\(quality)"; leave the rest as it is
        4. Save, and wait until the state is `ready`
        """)
  }

  private static let descriptions = [
    "A {} that was made by hand counts as much as one from a plan.",
    "The settings of the {} decide, not those of its parent.",
    "What a {} inherits is followed up to the account.",
    "A {} that is being made or deleted is left out.",
    "Exceptions are read from the `review` tag of the {}.",
  ]

  private static let risks = [
    "Without it, whoever finds the **{}** may read or change what it holds, and nobody is told.",
    "A mistake in one {} then reaches all that depend on it; \"later\" is when it is noticed.",
    "Evidence of what happened to the {} is missing on the day when an auditor asks for it.",
    "The cost of putting a {} right grows with each system that comes to rely on it.",
    "An attacker who has one {} uses it as a step towards the next, `unseen`.",
  ]

  private static let recommendations = [
    "**a rule in the pipeline** that refuses a {} without the setting, with the reason in plain words",
    "**a review each quarter** of every {} that is older than the rule; note who looked, and when",
    "**a plan for the exceptions**: each {} with an owner, an end date and a `ticket`",
    "**alerts** on changes of the setting, sent to the team that owns the {}; not to a mailbox",
    "**a test in practice** that shows how the {} behaves when the setting does its work",
  ]
}
