import EvidenceModel

/// A check of a scanner, in its own words: what all records of the check say alike.
struct SampleCheck: Sendable {
  /// Requirements of one edition of a framework.
  struct Mapping: Sendable {
    var edition: String
    var requirements: [String]
  }

  /// How to put right what the check finds, as code.
  struct Code: Sendable {
    var cloudFormation = ""
    var terraform = ""
    var commandLine = ""
    var console = ""
  }

  var key: String
  var title: String
  var severity: Severity
  var resourceType: String
  var description: String
  var risk: String
  var recommendation: String
  var code = Code()
  var mappings: [Mapping]
  var types: [String] = ["Software and Configuration Checks"]
  var categories: [String] = []
  var additionalURLs: [String] = []
  var notes = ""

  /// The service that the check looks at: the first word of its key.
  var service: String { key.split(separator: "_").first.map(String.init) ?? key }

  /// Where to read more.
  var url: String { "https://checks.example/" + key }
}
