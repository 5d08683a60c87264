/// Where some paths lead from each place of a document: one state for each set of them that is still
/// open, so that a reader looks at no path that has ended elsewhere.
struct JSONPathStates {
  /// What can follow at a place.
  struct State {
    /// The number of the path that ends here.
    var path: Int?
    /// In an array: the state of its elements.
    var elements: Int?
    /// In an object: the states of members with these names.
    var members: [(name: [UInt8], state: Int)] = []
    /// In an object: the state of any other member.
    var anyMember: Int?
  }

  /// The states; the first is that of a document.
  private(set) var states: [State] = []

  /// The states of some paths, none of which leads through another.
  init(_ paths: [JSONPath]) {
    _ = add(paths.enumerated().map { ($0.offset, $0.element.steps[...]) })
  }

  /// Adds the state of what is left of some paths, and those that follow, and returns its number.
  private mutating func add(_ paths: [(number: Int, steps: ArraySlice<JSONPath.Step>)]) -> Int {
    let number = states.count
    states.append(State())
    var state = State()
    state.path = paths.first { $0.steps.isEmpty }?.number
    var elements: [(number: Int, steps: ArraySlice<JSONPath.Step>)] = []
    var anyMember = elements
    var members: [(name: String, paths: [(number: Int, steps: ArraySlice<JSONPath.Step>)])] = []
    for (number, steps) in paths {
      let rest = (number, steps.dropFirst())
      switch steps.first {
      case nil: break
      case .elements: elements.append(rest)
      case .anyMember: anyMember.append(rest)
      case .member(let name):
        if let index = members.firstIndex(where: { $0.name == name }) {
          members[index].paths.append(rest)
        } else {
          members.append((name, [rest]))
        }
      }
    }
    if !elements.isEmpty { state.elements = add(elements) }
    if !anyMember.isEmpty { state.anyMember = add(anyMember) }
    for (name, paths) in members {
      state.members.append((Array(name.utf8), add(paths + anyMember)))
    }
    states[number] = state
    return number
  }
}
