internal import AmparoModel
internal import AmparoStore
internal import Synchronization

/// Files that were handed in and not yet taken: in memory only, each for the account that handed it in, for half an hour.
final class UploadShelf: Sendable {
    /// The most bytes of all files together; the oldest go first.
    static let most = 48 << 20
    /// How long a file is kept, in microseconds.
    static let keeping: Int64 = 30 * 60 * 1_000_000

    private struct Held {
        let ticket: String
        let account: String
        let file: MultipartBody.File
        let since: Instant
    }

    private let held = Mutex<[Held]>([])

    /// Keeps a file. Answers the ticket with which its account finds it again.
    func put(_ file: MultipartBody.File, of account: String, ticket: String, now: Instant) -> String {
        held.withLock { held in
            Self.drop(&held, now)
            held.append(Held(ticket: ticket, account: account, file: file, since: now))
            while held.reduce(0, { $0 + $1.file.bytes.count }) > Self.most { held.removeFirst() }
        }
        return ticket
    }

    /// The file of a ticket; nil when it is somebody else's, or is not kept any more.
    func file(_ ticket: String, of account: String, now: Instant) -> MultipartBody.File? {
        held.withLock { held in
            Self.drop(&held, now)
            return held.first { isSame($0.ticket, ticket) && $0.account == account }?.file
        }
    }

    /// Forgets a file.
    func remove(_ ticket: String) { held.withLock { $0.removeAll { $0.ticket == ticket } } }

    private static func drop(_ held: inout [Held], _ now: Instant) {
        held.removeAll { now.microseconds - $0.since.microseconds > keeping }
    }
}
