/// The dates below a chart of days, weeks or months: as many as a small screen has room for.
struct BucketLabels {
  /// More would run into each other on a telephone.
  private static let most = 4

  let labels: [ChartFigure.Label]

  /// The labels of buckets of one width, by their first days.
  init(_ starts: [String], unit: TrendChart.Unit) {
    let stride = max(1, (starts.count + Self.most - 1) / Self.most)
    labels = Swift.stride(from: 0, to: starts.count, by: stride).compactMap { index in
      let place = Double(index) / Double(starts.count)
      // It would reach beyond the picture.
      guard index == 0 || place <= 0.8 else { return nil }
      return ChartFigure.Label(
        text: unit == .month ? String(starts[index].prefix(7)) : starts[index], place: place)
    }
  }
}

extension TrendChart.Unit {
  /// The word at the beginning of a heading.
  var title: String {
    switch self {
    case .day: "Day"
    case .week: "Week"
    case .month: "Month"
    }
  }
}
