#if Postgres
internal import CPostgres

/// Questions that were sent before they are asked, with their answers once these have come.
///
/// They stand for one read, whose snapshot does not change: so an answer is the same whenever it is looked at.
final class ForetoldQuestions {
    private struct Question {
        var text: PreparedText
        var values: [UInt8]
        var answers: [OpaquePointer]?
    }

    private var questions: [Question] = []
    private let conversation: PostgresConversation

    init(_ conversation: PostgresConversation) { self.conversation = conversation }

    deinit { forget() }

    /// Sends a question.
    func send(_ statement: PostgresStatement) throws {
        try conversation.sendAsking(
            statement.text, values: statement.values, lengths: statement.lengths, types: statement.types)
        questions.append(Question(text: statement.text, values: statement.bound))
    }

    /// Takes the answers that are due; called before those of anything that was sent behind them.
    func collect() throws {
        for place in questions.indices where questions[place].answers == nil {
            questions[place].answers = try conversation.takeRows()
        }
    }

    /// The answers to a question that was sent before; nil when it was not. They are the caller's to clear.
    func answers(to statement: PostgresStatement) throws -> [OpaquePointer]? {
        guard !questions.isEmpty else { return nil }
        let values = statement.bound
        guard let place = questions.firstIndex(where: { $0.text === statement.text && $0.values == values }) else {
            return nil
        }
        if questions[place].answers == nil {
            try conversation.line.requestAnswers()
            try collect()
        }
        return questions.remove(at: place).answers
    }

    /// Lets go of what nobody has asked; answers that have not come are passed over when they do.
    func forget() {
        if questions.contains(where: { $0.answers == nil }) { conversation.passOverAsked() }
        for question in questions { for answer in question.answers ?? [] { PQclear(answer) } }
        questions.removeAll()
    }
}
#endif
