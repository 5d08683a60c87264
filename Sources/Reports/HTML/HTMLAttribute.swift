/// An attribute of an HTML element.
struct HTMLAttribute: Hashable, Sendable {
  let name: String
  let value: String

  init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  init(_ name: String, _ value: Int) {
    self.init(name, String(value))
  }
}
