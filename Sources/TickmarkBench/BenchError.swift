/// Why the benchmark could not go on.
struct BenchError: Error, CustomStringConvertible {
  var description: String
}
