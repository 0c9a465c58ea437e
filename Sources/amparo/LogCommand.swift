import AmparoServer
import AmparoStore
import AmparoTransparency
import ArgumentParser
import Foundation

struct LogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "The transparency log: sign, prove, export, verify, watch, and witness the logs of others.",
        subcommands: [
            Checkpoint.self, Prove.self, Export.self, Policy.self, LogVerify.self, Monitor.self, Witness.self,
        ])
}

/// Which log and which witnesses are trusted: the options of every command that checks something.
struct TrustOptions: ParsableArguments {
    @Option(name: .long, help: "A key of the log, name+hash+key; may be given several times.")
    var key: [String] = []

    @Option(name: .long, help: "A policy file (c2sp.org/tlog-policy) with logs, witnesses and the quorum.")
    var policy: String?

    /// The keys and the policy that were named; nil when neither was.
    func named() throws -> (keys: [VerifierKey], policy: TlogPolicy)? {
        guard !key.isEmpty || policy != nil else { return nil }
        let policy = try policy.map { try TlogPolicy(parsing: try LogFile.read($0)) } ?? TlogPolicy()
        let keys = try key.map { try VerifierKey($0) } + policy.logKeys
        guard !keys.isEmpty else {
            throw Refusal("The policy names no log; give the log's key with --key.")
        }
        return (keys, policy)
    }
}

/// Files that a person names.
enum LogFile {
    static func read(_ path: String) throws -> [UInt8] {
        guard let bytes = try DurableFile.read(path, limit: 4_000_000) else {
            throw Refusal("There is no file \(path); check the name.")
        }
        return bytes
    }
}

extension OpenStore {
    /// The store's journal as a log, with an origin of its own from the first time it is asked for.
    func publishedLog() throws -> PublishedLog {
        let log = PublishedLog(journal, keys: keys, now: Clock.now)
        try log.found()
        return log
    }
}

/// Says what a check has found in the program's own way: what is wrong with a log is a failed verification, everything
/// else a refusal.
func checking<Result>(_ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let error as TransparencyError {
        switch error.code {
        case .badName, .badKey, .unknownAlgorithm, .badPolicy, .outOfRange: throw Refusal(error.description)
        default: throw FailedVerification(description: error.description)
        }
    }
}

/// Runs a check of a store that is open: what cannot be read because it is damaged has not passed it.
func verifying<Result>(_ body: () throws -> Result) throws -> Result {
    do {
        return try checking(body)
    } catch let error as StoreError where error.tellsOfDamage || error.code == .wrongKey || error.code == .noKey {
        throw FailedVerification(description: error.description)
    }
}

/// Opens a store for a check, which a store that is damaged has not passed.
func opening<Result>(_ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let error as StoreError where error.tellsOfDamage {
        throw FailedVerification(description: error.description)
    }
}

extension StoreError {
    /// Whether it says that something in the store is not what was written there. A statement that is refused is one when
    /// a table is not what the program made.
    fileprivate var tellsOfDamage: Bool {
        switch code {
        case .damaged, .brokenEntry, .sealBroken, .refused, .rebuilding, .logBroken, .logBehind: true
        default: false
        }
    }
}

/// Runs an asynchronous job to its end from a command that is not asynchronous.
func waiting<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) throws -> Value {
    let outcome = Outcome<Value>()
    let done = DispatchSemaphore(value: 0)
    Task {
        do { outcome.set(.success(try await body())) } catch { outcome.set(.failure(error)) }
        done.signal()
    }
    done.wait()
    return try outcome.result.get()
}

/// What an asynchronous job ended with.
private final class Outcome<Value: Sendable>: @unchecked Sendable {
    // @unchecked: written before the semaphore is signalled, read after.
    private(set) var result: Result<Value, any Error> = .failure(Refusal("The job did not run; try again."))
    func set(_ result: Result<Value, any Error>) { self.result = result }
}
