/// Rows that tell now and then how many have passed.
final class CountedRows: RowSource {
  private static let step = 10_000

  private let rows: any RowSource
  private let onStep: (Int) -> Void
  private var count = 0

  init(_ rows: any RowSource, onStep: @escaping (Int) -> Void) {
    self.rows = rows
    self.onStep = onStep
  }

  var columns: [ResultColumn] { rows.columns }

  func next() throws -> [SQLValue]? {
    let row = try rows.next()
    if row != nil {
      count += 1
      if count % Self.step == 0 { onStep(count) }
    }
    return row
  }

  func extendTimeLimit(by duration: Duration) { rows.extendTimeLimit(by: duration) }
}
