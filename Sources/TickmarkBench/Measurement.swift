import Foundation

/// What the operating system says of a process that has ended.
struct Measurement {
  /// Seconds from its start to its end.
  var seconds: Double
  /// Seconds of processor time, its own and the system's for it, over all processors.
  var processorSeconds: Double
  /// The most memory that it held at a time, in bytes.
  var peakMemory: Int

  init(seconds: Double, usage: rusage) {
    self.seconds = seconds
    processorSeconds = Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime)
    #if canImport(Darwin)
      peakMemory = usage.ru_maxrss
    #else
      // Linux counts in kibibytes.
      peakMemory = usage.ru_maxrss * 1024
    #endif
  }

  /// What the operating system says of this process so far; it does not say since when.
  static var ofThisProcess: Measurement {
    var usage = rusage()
    #if canImport(Darwin)
      getrusage(RUSAGE_SELF, &usage)
    #else
      getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    #endif
    return Measurement(seconds: 0, usage: usage)
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000
  }
}

extension [Double] {
  /// The middle of the values, or the mean of the two that are nearest to it; 0 where there is none.
  var median: Double {
    guard !isEmpty else { return 0 }
    let values = sorted()
    let middle = count / 2
    return count.isMultiple(of: 2) ? (values[middle - 1] + values[middle]) / 2 : values[middle]
  }
}
