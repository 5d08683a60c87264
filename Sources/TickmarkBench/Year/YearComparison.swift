import Reports

/// Asks tickmark and its peers the same questions.
struct YearComparison {
  /// How one program answered.
  struct Reply {
    let program: String
    /// What the answer was: its length for tickmark's own, and for others whether they agree.
    let answer: String
    /// `nil` where it could not answer.
    let seconds: Double?
  }

  /// A question, and everybody's replies.
  struct Row {
    let question: YearQuestion
    let ours: Reply
    let theirs: [Reply]
  }

  let timer: ReportTimer
  let moments: YearMoments
  let peers: [YearPeer]
  /// How many days SQLite has.
  let sqliteDays: Int
  /// True where DuckDB is asked for its Parquet file too, which is written at the end.
  let includesParquet: Bool

  /// Asks a question.
  func compare(_ question: YearQuestion) throws -> Row {
    Console.note("asking: \(question.title)")
    guard let query = question.query else {
      throw BenchError(description: "there is no report \(question.report)")
    }
    let arguments = question.arguments(moments)
    let timing = try timer.time(query, arguments)
    let answer = try timer.answer(query, arguments)
    var theirs: [Reply] = []
    for peer in peers {
      let hasParquet = peer.kind == .duckdb && includesParquet
      let sources: [YearPeer.Source] = hasParquet ? [.table, .parquet] : [.table]
      for source in sources {
        theirs.append(reply(of: peer, source, to: question, ours: answer))
      }
    }
    return Row(
      question: question,
      ours: Reply(
        program: "tickmark", answer: "\(question.report), \(timing.rows) rows",
        seconds: timing.seconds),
      theirs: theirs)
  }

  private func reply(
    of peer: YearPeer, _ source: YearPeer.Source, to question: YearQuestion, ours: Answer
  ) -> Reply {
    let days = peer.kind == .sqlite ? min(sqliteDays, moments.day) : moments.day
    var name = source == .parquet ? "\(peer.kind.title), Parquet" : "\(peer.kind.title) table"
    if days < moments.day { name += ", \(days) days" }
    do {
      let reply = try peer.ask(
        question, at: moments.moved(toDay: days), of: source, runs: ReportTimer.runs)
      let agreement =
        days < moments.day
        ? Agreement.incomparable
        : Agreement(question.figures, ours: ours, theirs: reply.answer)
      return Reply(program: name, answer: "\(agreement)", seconds: reply.seconds)
    } catch {
      Console.note("\(question.title), \(name): \(error)")
      return Reply(program: name, answer: "failed", seconds: nil)
    }
  }
}
