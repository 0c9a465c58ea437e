import Foundation
import NIOHTTP1

/// One request of a plan, as a line of JSON tells it.
struct PlannedRequest: Decodable, Sendable {
    var method: String?
    var path: String
    var headers: [String: String]?
    var body: String?

    /// The head of the request to a host.
    func head(host: String) -> HTTPRequestHead {
        var fields = HTTPHeaders([("Host", host)])
        for (name, value) in headers ?? [:] { fields.add(name: name, value: value) }
        if let body { fields.add(name: "Content-Length", value: String(body.utf8.count)) }
        return HTTPRequestHead(version: .http1_1, method: .init(rawValue: method ?? "GET"), uri: path, headers: fields)
    }

    /// The requests of a file, a line each.
    static func read(_ path: String) throws -> [PlannedRequest] {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        return try text.split(separator: "\n").map { try JSONDecoder().decode(Self.self, from: Data($0.utf8)) }
    }
}

/// What all clients of a run share: which request is next, and how long each took.
struct LoadTally {
    private let requests: [PlannedRequest]
    /// Whether each request is sent once, as a signed token can be; else they come again from the beginning.
    private let isOnce: Bool
    private var next = 0
    private var micros: [UInt32] = []
    private var bytes = 0
    private var statuses: [UInt: Int] = [:]
    /// Requests that were begun before this count for nothing; nor do those that end after `end`.
    let start: UInt64
    let end: UInt64

    init(_ requests: [PlannedRequest], isOnce: Bool, start: UInt64, end: UInt64) {
        self.requests = requests
        self.isOnce = isOnce
        self.start = start
        self.end = end
        micros.reserveCapacity(1 << 20)
    }

    /// The next request; nil when the time or the plan is over.
    mutating func take(at now: UInt64) -> PlannedRequest? {
        guard now < end, !isOnce || next < requests.count else { return nil }
        defer { next += 1 }
        return requests[next % requests.count]
    }

    mutating func count(status: UInt, bytes: Int, from began: UInt64, to ended: UInt64) {
        guard began >= start, ended <= end else { return }
        micros.append(UInt32(clamping: (ended - began) / 1000))
        self.bytes += bytes
        statuses[status, default: 0] += 1
    }

    /// The numbers as JSON: requests a second that were answered with 200, milliseconds, mean bytes of a body.
    func json() -> String {
        let sorted = micros.sorted()
        func part(_ share: Double) -> Double {
            sorted.isEmpty ? 0 : Double(sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]) / 1000
        }
        let seconds = Double(end - start) / 1e9
        let told = statuses.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",")
        let good = statuses[200] ?? 0
        return "{\"perSecond\":\(Double(good) / seconds),\"p50\":\(part(0.5)),\"p95\":\(part(0.95)),"
            + "\"p99\":\(part(0.99)),\"most\":\(part(1)),\"bytes\":\(bytes / max(1, micros.count)),"
            + "\"isWhole\":\(!isOnce || next < requests.count),\"statuses\":{\(told)}}"
    }
}
