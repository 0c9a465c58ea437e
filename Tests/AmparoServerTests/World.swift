internal import AmparoModel
internal import AmparoServer
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdTesting
internal import Logging
internal import NIOCore
internal import Synchronization

/// A source under the test's control.
final class StubSource: OverviewSource {
    struct Broken: Error {}

    struct State {
        var model = Sample.overview
        var health = HealthReport(logSize: Sample.overview.logSize, schema: 3, lastIngest: Sample.now)
        var isBroken = false
        var isDeaf = false
        var asked = 0
        var isHanging = false
    }

    let state: Mutex<State>

    init(_ model: OverviewModel = Sample.overview) {
        state = Mutex(State(model: model))
    }

    func overview() async throws -> OverviewModel {
        let (model, isBroken, isDeaf) = state.withLock { state in
            state.asked += 1
            state.isHanging = state.isDeaf
            return (state.model, state.isBroken, state.isDeaf)
        }
        if isBroken { throw Broken() }
        if isDeaf { try await never() }
        return model
    }

    func health() async throws -> HealthReport {
        let (health, isBroken) = state.withLock { ($0.health, $0.isBroken) }
        if isBroken { throw Broken() }
        return health
    }

    var isHanging: Bool { state.withLock { $0.isHanging } }
    var asked: Int { state.withLock { $0.asked } }
}

/// Does not return until the task is cancelled.
func never() async throws {
    let (stream, continuation) = AsyncStream<Never>.makeStream()
    try await withTaskCancellationHandler {
        for await _ in stream {}
        throw CancellationError()
    } onCancel: {
        continuation.finish()
    }
}

/// A server in a world that stands still.
struct World {
    var source = StubSource()
    var log: (any LogSource)?
    var configuration = ServerConfiguration(port: 0)
    /// The time that goes by between two looks at the clock, in nanoseconds.
    var tick: UInt64 = 0
    /// Whether waits end when the source hangs; else no wait ends.
    var isImpatient = false

    func run<Value: Sendable>(
        _ setup: TestingSetup = .router, _ test: @Sendable (any TestClientProtocol) async throws -> Value
    ) async throws -> Value {
        let time = Time()
        let (tick, isImpatient, source) = (tick, isImpatient, source)
        let clock = ServerClock(
            now: { Sample.now }, nanoseconds: { time.advance(by: tick) },
            wait: { _ in
                guard isImpatient else { return try await never() }
                // The time is over as soon as the source is known not to answer.
                while !source.isHanging {
                    try Task.checkCancellation()
                    await Task.yield()
                }
            })
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let server = try OverviewServer(
            source: source, log: log, configuration: configuration, clock: clock, logger: logger)
        return try await server.application().test(setup, test)
    }

    private final class Time: Sendable {
        private let now = Mutex<UInt64>(1_000_000_000)
        func advance(by tick: UInt64) -> UInt64 {
            now.withLock { now in
                now += tick
                return now
            }
        }
    }
}

extension TestClientProtocol {
    /// A page's answer.
    func get(
        _ uri: String, method: HTTPRequest.Method = .get, _ headers: HTTPFields = [:]
    ) async throws -> TestResponse {
        try await executeRequest(uri: uri, method: method, headers: headers, body: nil)
    }

    /// A page's text.
    func text(_ uri: String, _ headers: HTTPFields = [:]) async throws -> String {
        String(buffer: try await get(uri, headers).body)
    }
}

/// The text of a page without its markup, runs of blanks as one.
func words(_ html: String) -> String {
    var text = ""
    var isInside = false
    for scalar in html.unicodeScalars {
        switch scalar {
        case "<": isInside = true
        case ">":
            isInside = false
            text += " "
        default: if !isInside { text.unicodeScalars.append(scalar) }
        }
    }
    return text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
}
