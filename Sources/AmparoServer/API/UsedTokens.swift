internal import Synchronization

/// The ids of tokens that were used, until they expire. Only tokens that are signed come in, so nobody else can fill it.
final class UsedTokens: Sendable {
    /// The most ids that are kept of one account: 1,000 requests a second.
    private static let most = 300_000

    private struct State {
        var ids: [String: [String: Int64]] = [:]
        var swept: Int64 = 0
    }

    private let state = Mutex(State())

    /// Whether a token is used for the first time; then it counts as used. False, too, when the account has used too many.
    func use(_ token: APIToken, at seconds: Int64) -> Bool {
        state.withLock { state in
            if seconds >= state.swept + 60 {
                state.swept = seconds
                state.ids = state.ids.compactMapValues { ids in
                    let left = ids.filter { $0.value > seconds }
                    return left.isEmpty ? nil : left
                }
            }
            let known = state.ids[token.account, default: [:]]
            guard known[token.id] == nil, known.count < Self.most else { return false }
            state.ids[token.account, default: [:]][token.id] = token.expires
            return true
        }
    }
}
