import Reports

/// A bar on standard error that shows how much of a file is done, where somebody watches.
final class ProgressBar {
  private var title: String
  private var shownPercent = -1

  init(_ title: String) {
    self.title = title
  }

  /// Shows a share from 0 to 1.
  func update(_ share: Double) {
    let percent = min(100, Int(share * 100))
    guard Terminal.isWatched, percent != shownPercent else { return }
    shownPercent = percent
    let filled = String(repeating: "█", count: percent / 5)
    let empty = String(repeating: "░", count: 20 - percent / 5)
    Terminal.write("\r\u{1B}[K\(filled)\(empty) \(percent)% \(title.suffix(48))")
  }

  /// Shows how far a package is.
  func show(_ progress: PackageProgress) {
    let rows = progress.rows > 0 ? ", \(progress.rows) rows" : ""
    if title != progress.file + rows { shownPercent = -1 }
    title = progress.file + rows
    update(progress.share)
  }

  /// Clears the bar's line.
  func finish() {
    guard shownPercent >= 0 else { return }
    Terminal.write("\r\u{1B}[K")
  }
}
