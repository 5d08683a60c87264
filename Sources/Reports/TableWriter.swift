/// Aligned columns, for people at a terminal.
///
/// Numbers stand right and are never cut: half a number is a wrong one. Texts are cut with an
/// ellipsis where the table would be wider than the terminal, the widest column first.
///
/// Where that would leave too little of the columns, each row is written down the page instead, one
/// column a line and nothing cut.
///
/// The widths come from the first rows, which are kept until there are enough of them; later rows
/// are written as they come.
struct TableWriter: RowWriter {
  /// Enough to meet most widths; few enough to be shown without a pause.
  private static let measuredRows = 1000
  /// Long texts count, too: a thousand of them could fill the memory.
  private static let measuredBytes = 4 << 20
  private static let gap = 2
  /// A text column is not cut below this: it takes about as much to tell two names apart.
  private static let leastWidth = 12
  /// A text column no wider than this is not cut at all: a moment has 20 characters.
  private static let uncutWidth = 20

  /// Columns of the terminal, 0 for any number.
  let width: Int

  private var header: [DisplayText] = []
  private var kept: [[DisplayText]] = []
  private var keptBytes = 0
  private var isRight: [Bool] = []
  private var widths: [Int]?
  /// How many rows were written down the page; `nil` where they stand in columns.
  private var downCount: Int?

  init(width: Int) {
    self.width = width
  }

  mutating func begin(_ columns: [ResultColumn], to sink: ByteSink) throws {
    header = columns.map { DisplayText($0.name) }
    isRight = columns.map { _ in true }
  }

  mutating func write(_ row: [SQLValue], to sink: ByteSink) throws {
    let cells = row.map { DisplayText($0.plainText) }
    if let widths {
      guard downCount == nil else { return try writeDown(cells, to: sink) }
      return try write(cells, isNumber: row.map(\.isNumber), widths, to: sink)
    }
    for (index, value) in row.enumerated() where value != .null && !value.isNumber {
      isRight[index] = false
    }
    kept.append(cells)
    keptBytes += cells.reduce(0) { $0 + $1.text.utf8.count }
    if kept.count == Self.measuredRows || keptBytes > Self.measuredBytes { try writeKept(to: sink) }
  }

  mutating func end(to sink: ByteSink) throws {
    if widths == nil { try writeKept(to: sink) }
  }

  private mutating func writeKept(to sink: ByteSink) throws {
    // With no row there is nothing to say that a column holds numbers.
    if kept.isEmpty { isRight = isRight.map { _ in false } }
    let widths = measure()
    self.widths = widths
    let total = widths.reduce(0, +) + Self.gap * (widths.count - 1)
    if width > 0, total > width, !kept.isEmpty {
      downCount = 0
      for cells in kept { try writeDown(cells, to: sink) }
      kept = []
      return
    }
    try write(header, isNumber: header.map { _ in false }, widths, to: sink)
    try sink.append(
      widths.map { String(repeating: "-", count: $0) }
        .joined(separator: String(repeating: " ", count: Self.gap)) + "\n")
    for cells in kept { try write(cells, isNumber: isRight, widths, to: sink) }
    kept = []
  }

  private mutating func writeDown(_ cells: [DisplayText], to sink: ByteSink) throws {
    let number = (downCount ?? 0) + 1
    downCount = number
    try sink.append((number == 1 ? "" : "\n") + "row \(number)\n")
    let nameWidth = header.reduce(0) { max($0, $1.width) }
    for (name, cell) in zip(header, cells) {
      let padding = String(repeating: " ", count: nameWidth - name.width + Self.gap)
      try sink.append(
        cell.width > 0 ? "  \(name.text)\(padding)\(cell.text)\n" : "  \(name.text)\n")
    }
  }

  private func measure() -> [Int] {
    var widths = header.map { max($0.width, 1) }
    var least = widths
    for cells in kept {
      for (index, cell) in cells.enumerated() {
        widths[index] = max(widths[index], cell.width)
        if isRight[index] { least[index] = max(least[index], cell.width) }
      }
    }
    for index in widths.indices where !isRight[index] {
      least[index] = widths[index] <= Self.uncutWidth ? widths[index] : Self.leastWidth
    }
    guard width > 0 else { return widths }
    let available = width - Self.gap * (widths.count - 1)
    var excess = widths.reduce(0, +) - available
    while excess > 0 {
      let shrinkable = widths.indices.filter { widths[$0] > least[$0] }
      guard let widest = shrinkable.max(by: { widths[$0] < widths[$1] }) else { break }
      // Down to the next narrower column, and not one by one: a text may have a million columns.
      let next = shrinkable.map { widths[$0] }.filter { $0 < widths[widest] }.max() ?? 0
      let step = min(excess, max(1, widths[widest] - max(next, least[widest])))
      widths[widest] -= step
      excess -= step
    }
    return widths
  }

  private func write(
    _ cells: [DisplayText], isNumber: [Bool], _ widths: [Int], to sink: ByteSink
  ) throws {
    var line = ""
    var blanks = 0
    for (index, full) in cells.enumerated() {
      let cell = isNumber[index] ? full : full.truncated(to: widths[index])
      let padding = max(0, widths[index] - cell.width)
      if isRight[index] { blanks += padding }
      if cell.width > 0 {
        // Blanks are written once something follows them, so that no line ends in some.
        line += String(repeating: " ", count: blanks) + cell.text
        blanks = 0
      } else {
        line += cell.text
      }
      if !isRight[index] { blanks += padding }
      blanks += Self.gap
    }
    try sink.append(line + "\n")
  }
}
