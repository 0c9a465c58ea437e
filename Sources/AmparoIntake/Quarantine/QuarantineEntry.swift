public import AmparoModel
public import AmparoOversight
internal import AmparoStore

/// A record in quarantine as it may be shown: where it stood, why it is there, how it stands. Never its bytes.
public struct QuarantineEntry: Hashable, Sendable {
    /// How a record in quarantine stands. The raw value is that of the table's column.
    public enum State: Int64, Sendable, CaseIterable {
        /// Nobody has settled it.
        case waiting = 0
        /// It could be read after all.
        case retried = 1
        /// Somebody looked at it and it needs nothing more.
        case dismissed = 2

        /// The word that is shown.
        public var word: String {
            switch self {
            case .waiting: "waiting"
            case .retried: "retried"
            case .dismissed: "dismissed"
            }
        }
    }

    /// Its number: that of the entry that put it there.
    public var id: Int64
    /// The snapshot's number.
    public var snapshot: Int32
    /// The feed.
    public var feed: Feed
    /// The release's name.
    public var release: String
    /// The file's name, without folders.
    public var file: String
    /// The line on which it began, from 1.
    public var line: Int64
    /// Why, in the words of FEEDS.md.
    public var reason: String
    /// The column to blame; nil when none is.
    public var column: String?
    /// Its full length in bytes.
    public var length: Int64
    /// How it stands.
    public var state: State
    /// The entry that settled it; nil while it waits.
    public var settled: Int64?

    /// The entry as JSON.
    public var json: JSON {
        .object([
            JSON.Member("id", .number(String(id))),
            JSON.Member("feed", .string(feed.name)),
            JSON.Member("release", .string(release)),
            JSON.Member("file", .string(file)),
            JSON.Member("line", .number(String(line))),
            JSON.Member("reason", .string(reason)),
            JSON.Member("column", .text(column)),
            JSON.Member("length", .number(String(length))),
            JSON.Member("state", .string(state.word)),
            JSON.Member("settled", settled.map { .number(String($0)) } ?? .null),
        ])
    }
}

/// Which records in quarantine are meant; nil stands for any.
public struct QuarantineFilter: Sendable {
    /// Of this feed.
    public var feed: Feed?
    /// Of a release of this name.
    public var release: String?
    /// Of a file of this name, without regard to case.
    public var file: String?
    /// For this reason.
    public var reason: String?
    /// That stand so.
    public var state: QuarantineEntry.State?
    /// With this number.
    public var id: Int64?

    /// Every record.
    public init() {}

    func accepts(_ entry: QuarantineEntry) -> Bool {
        (feed ?? entry.feed) == entry.feed && (release ?? entry.release) == entry.release
            && (file?.lowercased() ?? entry.file.lowercased()) == entry.file.lowercased()
            && (reason ?? entry.reason) == entry.reason && (state ?? entry.state) == entry.state
            && (id ?? entry.id) == entry.id
    }
}

extension Feed {
    /// The kind of the rows of a file of this feed; nil for a file that is none of its tables.
    func kind(ofFile name: String) -> RecordKind? {
        switch self {
        case .notices: .notice
        case .results: .agencyResult
        default:
            FeedTable.all.values.first {
                ($0.feed == self || (self == .court && $0.feed == .mail)) && $0.file.lowercased() == name.lowercased()
            }?.kind
        }
    }
}
