internal import AmparoDuties
internal import AmparoGate
internal import AmparoModel
internal import AmparoStore
internal import Crypto

/// What an open page is a picture of: enough to tell later whether there is something newer, and no word of what.
///
/// It is handed out with the page and comes back with the question, under a code that only the same session can have: nobody can
/// ask about a page that was not shown to them.
struct LiveMark: Hashable, Sendable {
    /// The page.
    enum Picture: Hashable, Sendable {
        /// The list of the viewer's posts, by a digest of its lines.
        case today(digest: String)
        /// A child, by the receipt of what was shown and the last entry of duties and of what was entered by hand; 0 where these
        /// were not shown.
        case child(Int64, receipt: Int64, entries: Int64)
    }

    var picture: Picture

    init(_ picture: Picture) { self.picture = picture }

    /// The words that come back.
    private var words: String {
        switch picture {
        case .today(let digest): "t.\(digest)"
        case .child(let child, let receipt, let entries): "c.\(child).\(receipt).\(entries)"
        }
    }

    /// Where the page asks, for the session of a form token.
    func address(_ token: String) -> String { "/live?page=\(words).\(Self.code(words, token))" }

    /// The mark of what came back; nil when it is none of this session's.
    init?(_ text: String, token: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard let code = parts.last, text.utf8.count <= 200 else { return nil }
        let words = parts.dropLast().joined(separator: ".")
        guard isSame(code, Self.code(words, token)) else { return nil }
        switch (parts.first, parts.count) {
        case ("t", 3): picture = .today(digest: parts[1])
        case ("c", 5):
            guard let child = Int64(parts[1]), let receipt = Int64(parts[2]), let entries = Int64(parts[3]) else {
                return nil
            }
            picture = .child(child, receipt: receipt, entries: entries)
        default: return nil
        }
    }

    private static func code(_ words: String, _ token: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("amparo live 1 \(words)".utf8), using: SymmetricKey(data: Array(token.utf8)))
        return Hexadecimal.text(Array(code).prefix(16))
    }
}

extension CaseVisit {
    /// Whether there is something newer than a page shows. It is decided on what was shown: a change of what this viewer may
    /// not see is none, as far as the gate can tell without a new receipt.
    func isOutdated(_ mark: LiveMark) throws -> Bool {
        switch mark.picture {
        case .today(let digest): return try TodayWork(self, after: nil).digest != digest
        case .child(let child, let receipt, let entries):
            if entries != 0, try casework.duties.lastEntry(ofChild: child) != entries { return true }
            return try casework.gate.hasChanged(since: receipt, account: viewer.account)
        }
    }
}

extension TodayWork {
    /// What stands for the first page of the list: which duties, by when, waiting for whom, and how many offers. Time alone
    /// changes nothing of it.
    var digest: String {
        var hash = SHA256()
        for line in lines {
            let waiting = line.waitsFor.map { "\($0.number)" } ?? ""
            let deadline = line.owed.deadline?.microseconds ?? 0
            hash.update(data: Array("\(line.name) \(deadline) \(line.owed.breached ?? .epoch) \(waiting)\n".utf8))
        }
        hash.update(data: Array("\(offers)".utf8))
        return Hexadecimal.text(hash.finalize().prefix(12))
    }
}

extension Instant {
    fileprivate static let epoch = Instant(microseconds: 0)
}
