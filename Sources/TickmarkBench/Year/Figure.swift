/// A number by which two answers to one question are compared.
struct Figure: Sendable {
  let name: String
  /// Computes it from tickmark's answer; `nil` where the answer does not have it.
  let ours: @Sendable (Answer) -> Double?
  /// Computes it from a peer's answer.
  let theirs: @Sendable (Answer) -> Double?

  /// How many rows the answers have.
  static let rows = Figure(
    name: "rows", ours: { Double($0.rows.count) }, theirs: { Double($0.rows.count) })

  /// The sum of a column of both answers. Where ours tells more apart, it is the sum of several
  /// columns.
  static func sum(_ column: String, of ours: String...) -> Figure {
    let columns = ours.isEmpty ? [column] : ours
    return Figure(
      name: column,
      ours: { answer in
        let sums = columns.compactMap(answer.sum)
        return sums.count == columns.count ? sums.reduce(0, +) : nil
      },
      theirs: { $0.sum(column) })
  }
}

/// Whether two answers say the same, as far as they can be compared.
enum Agreement: CustomStringConvertible {
  case same(figures: [String])
  case different(reason: String)
  case incomparable

  /// Compares two answers by the figures that both have.
  init(_ figures: [Figure], ours: Answer, theirs: Answer) {
    var names: [String] = []
    for figure in figures {
      guard let mine = figure.ours(ours), let other = figure.theirs(theirs) else { continue }
      // Sums of means are sums of rounded days.
      guard abs(mine - other) <= 1e-6 * max(1, abs(mine)) else {
        self = .different(reason: "\(figure.name): \(mine) here, \(other) there")
        return
      }
      names.append(figure.name)
    }
    self = names.isEmpty ? .incomparable : .same(figures: names)
  }

  var description: String {
    switch self {
    case .same(let figures): "same " + figures.joined(separator: ", ")
    case .different(let reason): "DIFFERENT " + reason
    case .incomparable: "not compared"
    }
  }
}
