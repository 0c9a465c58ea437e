public import AmparoStore
internal import Crypto
internal import CryptoExtras
internal import Foundation

/// What is kept of a password: the result of scrypt (RFC 7914) with its cost and salt, so that the cost can be raised later.
public struct PasswordHash: Hashable, Sendable {
    /// How much work a guess is.
    public struct Cost: Hashable, Sendable {
        /// The logarithm of the rounds, to base 2.
        public var logRounds: Int
        /// The size of a block, in units of 128 bytes.
        public var blockSize: Int
        /// How many times the whole is done.
        public var parallelism: Int

        /// 64 MiB and some tenths of a second for each guess, one of the equal choices of OWASP's cheat sheet on password
        /// storage (2^16, 8, 2).
        public static let standard = Cost(logRounds: 16, blockSize: 8, parallelism: 2)

        /// A cost.
        public init(logRounds: Int, blockSize: Int, parallelism: Int) {
            self.logRounds = logRounds
            self.blockSize = blockSize
            self.parallelism = parallelism
        }
    }

    /// The cost it was made with.
    public let cost: Cost
    /// The salt, 16 random bytes.
    public let salt: [UInt8]
    /// The result, 32 bytes.
    let hash: [UInt8]

    /// Works it out. This takes time and memory: see `PasswordWork`. The password is taken in Unicode's composed form, so that
    /// it is the same from every keyboard.
    init(password: String, salt: [UInt8], cost: Cost) throws {
        let text = Array(password.precomposedStringWithCanonicalMapping.utf8)
        let key = try KDF.Scrypt.deriveKey(
            from: text, salt: salt, outputByteCount: 32, rounds: 1 << cost.logRounds, blockSize: cost.blockSize,
            parallelism: cost.parallelism)
        self.cost = cost
        self.salt = salt
        hash = key.withUnsafeBytes { Array($0) }
    }

    /// Reads `text`; nil for anything else, and for a cost that no program would have chosen.
    init?(text: String) {
        let parts = text.split(separator: "$").map(String.init)
        guard parts.count == 4, parts[0] == "scrypt" else { return nil }
        let numbers = parts[1].split(separator: ",").compactMap { Int($0.drop { $0 != "=" }.dropFirst()) }
        guard numbers.count == 3, (4...20).contains(numbers[0]), (1...16).contains(numbers[1]),
            (1...16).contains(numbers[2]), let salt = Hexadecimal.bytes(parts[2]), salt.count == 16,
            let hash = Hexadecimal.bytes(parts[3]), hash.count == 32
        else { return nil }
        cost = Cost(logRounds: numbers[0], blockSize: numbers[1], parallelism: numbers[2])
        self.salt = salt
        self.hash = hash
    }

    /// `$scrypt$ln=16,r=8,p=2$SALT$HASH`, the last two as hexadecimal digits.
    var text: String {
        "$scrypt$ln=\(cost.logRounds),r=\(cost.blockSize),p=\(cost.parallelism)$\(Hexadecimal.text(salt))$"
            + Hexadecimal.text(hash)
    }

    /// Whether two are the same, in a time that does not depend on where they differ.
    func isSame(as other: PasswordHash) -> Bool { constantTimeEqual(hash, other.hash) }
}

/// Whether bytes are the same, in a time that depends on their number only.
func constantTimeEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard a.count == b.count else { return false }
    return zip(a, b).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
}

/// Works passwords out, at most two at a time, so that a flood of guesses takes neither the machine's memory nor its
/// processors from those who work. Whoever comes when many wait is told to come again.
public actor PasswordWork {
    private let random: RandomSource
    private let cost: PasswordHash.Cost
    private let mostAtOnce: Int
    private let mostWaiting: Int
    private var running = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Work of this cost.
    public init(
        random: RandomSource, cost: PasswordHash.Cost = .standard, mostAtOnce: Int = 2, mostWaiting: Int = 50
    ) {
        self.random = random
        self.cost = cost
        self.mostAtOnce = mostAtOnce
        self.mostWaiting = mostWaiting
    }

    /// What is kept of a new password.
    public func make(_ password: Sensitive<String>) async throws -> PasswordHash {
        try await work(password, salt: random.bytes(16), cost: cost)
    }

    /// Whether the password is the one of `hash`. Without one the same work is done, and the answer is no.
    func check(_ password: Sensitive<String>, _ hash: PasswordHash?) async throws -> Bool {
        let found = try await work(password, salt: hash?.salt ?? random.bytes(16), cost: hash?.cost ?? cost)
        return hash?.isSame(as: found) ?? false
    }

    private func work(
        _ password: Sensitive<String>, salt: [UInt8], cost: PasswordHash.Cost
    ) async throws -> PasswordHash {
        try await enter()
        defer { leave() }
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result { try PasswordHash(password: password.exposed, salt: salt, cost: cost) })
            }
        }
    }

    private func enter() async throws {
        guard running >= mostAtOnce else {
            running += 1
            return
        }
        guard waiting.count < mostWaiting else { throw SignInError(.busy) }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func leave() {
        // Whoever waits longest takes over the place.
        guard waiting.isEmpty else { return waiting.removeFirst().resume() }
        running -= 1
    }
}
