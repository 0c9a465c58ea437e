public import AmparoStore
internal import Synchronization

/// How many failed attempts are borne, and how soon they are forgotten.
public struct AttemptLimit: Hashable, Sendable {
    /// How many may fail at once.
    public var burst: Int
    /// After how many seconds one is forgotten.
    public var secondsEach: Int64

    /// A limit.
    public init(burst: Int, secondsEach: Int64) {
        self.burst = burst
        self.secondsEach = secondsEach
    }
}

/// Slows those who guess, without giving them the means to keep anybody else out.
///
/// A device on which the account was signed in to before is known by a cookie and has a count of its own: strangers' failures
/// do not touch it, neither those at the account nor those from the same address. Everybody else shares the count of the
/// account, and that of the address (an IPv6 address counts as its /64 network). Accounts that do not exist are counted like
/// those that do. The counts lie in tables of fixed size, at places that a secret key chooses, so no flood of names makes them
/// grow or pushes another's count out. They are forgotten when the program ends.
public final class AttemptLimits: Sendable {
    /// Whose failures are counted together.
    public struct Source: Hashable, Sendable {
        /// The account's id as it was typed.
        public var account: String
        /// The address that the attempt comes from; empty when it cannot be told.
        public var address: String
        /// The known device, by the hash of its token; nil for any other.
        public var device: [UInt8]?

        /// A source.
        public init(account: String, address: String, device: [UInt8]?) {
            self.account = account
            self.address = address
            self.device = device
        }
    }

    private enum Table: Int, CaseIterable {
        case account, address, device
    }

    /// Failures still remembered, in seconds until all of them are forgotten, and when that was reckoned.
    private struct Count {
        var owed: Int64 = 0
        var at: Int64 = 0
    }

    private static let places = 16_384

    private let siphash: SipHash24?
    private let limits: [AttemptLimit]
    private let counts: Mutex<[[Count]]>

    /// Limits. The standard lets an account be tried ten times, then once in six minutes, so a six-figure code that is new
    /// every half minute is out of reach; an address twenty times, then once a minute.
    public init(
        random: RandomSource, account: AttemptLimit = AttemptLimit(burst: 10, secondsEach: 360),
        address: AttemptLimit = AttemptLimit(burst: 20, secondsEach: 60),
        device: AttemptLimit = AttemptLimit(burst: 10, secondsEach: 120)
    ) throws {
        siphash = try random.bytes(16).withUnsafeBytes { SipHash24(key: $0) }
        limits = [account, address, device]
        counts = Mutex(Table.allCases.map { _ in [Count](repeating: Count(), count: Self.places) })
    }

    /// Whether an attempt may be made now; it counts as failed until `succeeded` says otherwise, so that many at once are
    /// counted too. `isFirst` is true for the attempt that finds the account's count full after there was room.
    func admit(_ source: Source, seconds: Int64) -> (isAdmitted: Bool, fills: Bool) {
        let places = places(of: source)
        return counts.withLock { counts in
            var isFull = false
            for (table, place) in places {
                let limit = limits[table.rawValue]
                let count = Self.faded(counts[table.rawValue][place], seconds)
                counts[table.rawValue][place] = count
                if count.owed + limit.secondsEach > Int64(limit.burst) * limit.secondsEach { isFull = true }
            }
            guard !isFull else { return (false, false) }
            var fills = false
            for (table, place) in places {
                let limit = limits[table.rawValue]
                counts[table.rawValue][place].owed += limit.secondsEach
                let owed = counts[table.rawValue][place].owed
                if table == .account, owed + limit.secondsEach > Int64(limit.burst) * limit.secondsEach { fills = true }
            }
            return (true, fills)
        }
    }

    /// Takes back what `admit` counted.
    func succeeded(_ source: Source) {
        let places = places(of: source)
        counts.withLock { counts in
            for (table, place) in places {
                let owed = counts[table.rawValue][place].owed - limits[table.rawValue].secondsEach
                counts[table.rawValue][place].owed = max(0, owed)
            }
        }
    }

    private static func faded(_ count: Count, _ seconds: Int64) -> Count {
        Count(owed: max(0, count.owed - max(0, seconds - count.at)), at: max(seconds, count.at))
    }

    private func places(of source: Source) -> [(Table, Int)] {
        if let device = source.device { return [(.device, place(device))] }
        return [
            (.account, place(Array(source.account.utf8))), (.address, place(Array(Self.network(source.address).utf8))),
        ]
    }

    private func place(_ bytes: [UInt8]) -> Int {
        Int(bytes.withUnsafeBytes { siphash?.hash($0) ?? 0 } % UInt64(Self.places))
    }

    /// An IPv4 address as it is; of an IPv6 address the first four groups.
    static func network(_ address: String) -> String {
        guard address.contains(":") else { return address }
        let halves = address.split(separator: ":", omittingEmptySubsequences: false)
        guard let gap = halves.firstIndex(of: "") else { return halves.prefix(4).joined(separator: ":") }
        let (front, back) = (halves[..<gap], halves[gap...].filter { !$0.isEmpty })
        let groups = front + Array(repeating: "0", count: max(0, 8 - front.count - back.count)) + back
        return groups.prefix(4).joined(separator: ":")
    }
}
