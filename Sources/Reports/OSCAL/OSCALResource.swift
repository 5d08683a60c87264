/// A resource of a finding: what an observation is about, an inventory item.
struct OSCALResource {
  var provider: String
  var account: String
  var region: String
  var resource: String
  var name: String
  var type: String

  init(_ row: ReportRow) {
    provider = row.text("provider")
    account = row.text("account")
    region = row.text("region")
    resource = row.text("resource")
    name = row.text("resource_name")
    type = row.text("resource_type")
  }

  var uuid: NameUUID { NameUUID("resource", [provider, account, region, resource]) }

  var json: JSONValue {
    .object([
      ("uuid", .text(uuid.text)),
      ("description", .text(OSCALText.string(resource))),
      (
        "props",
        .array(
          OSCALProperty.list(
            [
              ("asset-id", resource), ("label", name), ("asset-type", type),
            ], namespace: nil)
            + OSCALProperty.list([
              ("provider", provider), ("account", account), ("region", region),
            ]))
      ),
    ])
  }
}

/// Properties, of which those that would be empty are left out.
enum OSCALProperty {
  /// What tells our names apart from OSCAL's own.
  static let namespace = "urn:tickmark:oscal"

  static func list(
    _ members: [(name: String, value: String)], namespace: String? = Self.namespace
  ) -> [JSONValue] {
    members.filter { !OSCALText.string($0.value, or: "").isEmpty }.map { name, value in
      .object(
        [("name", JSONValue.text(name))]
          + (namespace.map { [("ns", JSONValue.text($0))] } ?? [])
          + [("value", .text(OSCALText.string(value)))])
    }
  }
}
