/// What was worked out about something that changes no more, kept for the next one who asks.
///
/// It only makes the model faster: each answer is worked out as if nobody had asked before.
final class ModelMemory {
  private struct Question: Hashable {
    var name: String
    var subject: AnyHashable
  }

  private var answers: [Question: Any] = [:]

  /// The answer to a question, worked out where it is asked for the first time.
  ///
  /// - Parameters:
  ///   - subject: What it is asked of.
  ///   - name: The function that asks.
  ///   - answer: Works it out.
  /// - Returns: The answer.
  func once<Answer>(
    of subject: AnyHashable = 0, _ name: String = #function, _ answer: () -> Answer
  ) -> Answer {
    let question = Question(name: name, subject: subject)
    if let known = answers[question], let answer = known as? Answer { return answer }
    let new = answer()
    answers[question] = new
    return new
  }
}
