/// What goes into an evidence package.
struct PackageContents {
  /// What the package is called.
  var title: String
  /// What it is about, in a sentence or two, for its README.
  var about: String
  /// The files of rows, in the order in which a reader should open them.
  var questions: [PackageQuestion]
  /// What was left out, and why: a sentence each.
  var omissions: [String] = []
}
