import EvidenceModel
import ScanFormats

/// The order in which scan files are ingested: of the outputs of one run the fullest first, so that
/// the others are compared with it.
public struct RunOrder {
  /// A file's place in it.
  private struct Place: Comparable {
    /// The second of its run; the end of time where the file does not tell.
    let second: Int64
    let tool: String
    /// 0 for the fullest output of findings.
    let rank: Int
    let path: String

    static func < (lhs: Self, rhs: Self) -> Bool {
      (lhs.second, lhs.tool, lhs.rank, lhs.path) < (rhs.second, rhs.tool, rhs.rank, rhs.path)
    }

    func isOfRun(of other: Self) -> Bool {
      second == other.second && tool == other.tool && second != Self.never
    }

    static let never = Timestamp.endOfTime.microseconds / 1_000_000
  }

  private let surveys: [ScanSurvey]
  private let places: [Place]

  /// The order of files.
  public init(_ surveys: [ScanSurvey]) {
    self.surveys = surveys
    var sure: [String: Timestamp] = [:]
    for survey in surveys where !survey.hasGuessedZone {
      sure[(survey.tool ?? "") + " " + OutputName(path: survey.path).stem] = survey.scannedAt
    }
    places = surveys.map { survey in
      var moment = survey.scannedAt
      if survey.hasGuessedZone {
        // Another output of the run knows the hour.
        let names = OutputName(path: survey.path).runNames
        moment = names.lazy.compactMap { sure[(survey.tool ?? "") + " " + $0] }.first ?? moment
      }
      let fidelity = survey.format?.traits.fidelity ?? .usual
      return Place(
        second: moment.map { $0.microseconds / 1_000_000 } ?? Place.never,
        tool: survey.tool ?? "",
        rank: survey.isOfRequirements
          ? .max : FormatTraits.Fidelity.full.rawValue - fidelity.rawValue,
        path: survey.path)
    }
  }

  /// The files in the order of their times.
  public var byTime: [ScanSurvey] {
    surveys.indices.sorted { places[$0] < places[$1] }.map { surveys[$0] }
  }

  /// The files as they came, but for those of one run, which change places among each other.
  public var asGiven: [ScanSurvey] {
    var order = Array(surveys.indices)
    for first in surveys.indices {
      let run = surveys.indices.filter { places[$0].isOfRun(of: places[first]) }
      guard run.first == first, run.count > 1 else { continue }
      for (index, member) in zip(run, run.sorted { places[$0] < places[$1] }) {
        order[index] = member
      }
    }
    return order.map { surveys[$0] }
  }
}
