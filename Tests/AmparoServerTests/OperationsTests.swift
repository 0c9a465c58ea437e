internal import AmparoServer
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdTesting
internal import Foundation
internal import Logging
internal import NIOCore
internal import Synchronization
internal import Testing

@Suite("Health, metrics, and a source that fails")
struct OperationsTests {
    @Test("Health says what the store says")
    func health() async throws {
        try await World().run { client async throws in
            let response = try await client.get("/healthz")
            #expect(response.status == .ok)
            #expect(response.headers[.cacheControl] == "no-store")
            #expect(
                String(buffer: response.body)
                    == "{\"status\":\"ok\",\"logSize\":1234567,\"schema\":3,\"lastIngest\":\"2025-04-03T12:00:00Z\"}\n")
        }
    }

    @Test("Health is degraded when the source throws, and says nothing of why")
    func degraded() async throws {
        let world = World()
        world.source.state.withLock { $0.isBroken = true }
        try await world.run { client async throws in
            let response = try await client.get("/healthz")
            #expect(response.status == .serviceUnavailable)
            #expect(
                String(buffer: response.body)
                    == "{\"status\":\"degraded\",\"logSize\":null,\"schema\":null,\"lastIngest\":null}\n")
            #expect(try await client.text("/metrics").contains("amparo_up 0\n"))
            let page = try await client.get("/?lang=es")
            #expect(page.status == .serviceUnavailable)
            #expect(page.headers[.retryAfter] == "60")
            #expect(String(buffer: page.body).contains("<h1>El registro no responde en este momento</h1>"))
            #expect(!String(buffer: page.body).contains("Broken"))
            let json = try await client.get("/figures.json")
            #expect(json.headers[.contentType] == "application/problem+json")
            #expect(String(buffer: json.body).contains("\"status\":503"))
        }
    }

    @Test("A store that says it is degraded is answered with 503 and its numbers")
    func saysDegraded() async throws {
        let world = World()
        world.source.state.withLock { $0.health.status = .degraded }
        try await world.run { client async throws in
            let response = try await client.get("/healthz")
            #expect(response.status == .serviceUnavailable)
            #expect(String(buffer: response.body).hasPrefix("{\"status\":\"degraded\",\"logSize\":1234567,"))
        }
    }

    @Test("Pages counted before a fault are still shown")
    func outlives() async throws {
        let world = World()
        try await world.run { client async throws in
            #expect(try await client.get("/").status == .ok)
            world.source.state.withLock { $0.isBroken = true }
            #expect(try await client.get("/").status == .ok)
        }
    }

    @Test("The overview is counted again only when the log has grown")
    func counting() async throws {
        let world = World()
        try await world.run { client async throws in
            for _ in 0..<3 { _ = try await client.get("/") }
            #expect(world.source.asked == 1)
            world.source.state.withLock { state in
                state.health.logSize += 5
                state.model.logSize += 5
            }
            #expect(try await client.text("/").contains("data-log-size=\"1234572\""))
            _ = try await client.get("/ingests")
            #expect(world.source.asked == 2)
        }
    }

    @Test("A reader who can be answered does not wait for a slow count")
    func impatient() async throws {
        var world = World()
        world.isImpatient = true
        let source = world.source
        try await world.run { client async throws in
            #expect(try await client.get("/").status == .ok)
            source.state.withLock { state in
                state.health.logSize += 5
                state.isDeaf = true
            }
            let page = try await client.text("/")
            #expect(page.contains("Newer entries are being counted."))
            #expect(page.contains("data-log-size=\"1234567\""))
        }
    }

    @Test("A reader who cannot be answered is told so when the time is over")
    func tooSlow() async throws {
        var world = World()
        world.isImpatient = true
        world.source.state.withLock { $0.isDeaf = true }
        try await world.run { client async throws in
            #expect(try await client.get("/").status == .serviceUnavailable)
        }
    }

    @Test("Metrics are in the Prometheus text format, and count by route and status")
    func metrics() async throws {
        var world = World()
        world.tick = 2_000_000
        try await world.run { client async throws in
            _ = try await client.get("/")
            _ = try await client.get("/")
            _ = try await client.get("/figures/hearing.past")
            _ = try await client.get("/nope/\"\n")
            let response = try await client.get("/metrics")
            #expect(response.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            let text = String(buffer: response.body)
            #expect(text.contains("amparo_http_requests_total{route=\"/\",method=\"GET\",status=\"200\"} 2\n"))
            #expect(text.contains("{route=\"/figures/{id}\",method=\"GET\",status=\"200\"} 1\n"))
            #expect(text.contains("{route=\"none\",method=\"GET\",status=\"404\"} 1\n"))
            #expect(text.contains("# TYPE amparo_http_request_duration_seconds histogram\n"))
            #expect(text.contains("amparo_log_entries 1234567\n"))
            #expect(text.contains("amparo_last_ingest_timestamp_seconds 1743681600\n"))
            #expect(text.contains("amparo_overview_counts_total 1\n"))
            #expect(!text.contains("hearing.past"))
            try wellFormed(text)
        }
    }

    /// Every sample has a metric begun before it and a number; every histogram's buckets grow to its count.
    private func wellFormed(_ text: String) throws {
        #expect(text.hasSuffix("\n"))
        var types: [String: String] = [:]
        var bucket: (labels: String, count: Int) = ("", 0)
        for line in text.split(separator: "\n") {
            if line.hasPrefix("#") {
                let parts = line.split(separator: " ")
                if parts[1] == "TYPE" {
                    #expect(types[String(parts[2])] == nil)
                    types[String(parts[2])] = String(parts[3])
                }
                continue
            }
            let name = String(line.prefix { $0 != "{" && $0 != " " })
            let value = try #require(line.split(separator: " ").last)
            #expect(Double(value) != nil)
            let family = ["_bucket", "_sum", "_count"].first {
                name.hasSuffix($0) && types[String(name.dropLast($0.count))] == "histogram"
            }
            #expect(types[family.map { String(name.dropLast($0.count)) } ?? name] != nil)
            if family == "_bucket" {
                let labels = String(line.prefix(upTo: try #require(line.range(of: ",le=")).lowerBound))
                let count = try #require(Int(value))
                #expect(labels != bucket.labels || count >= bucket.count)
                bucket = (labels, count)
            }
        }
    }

    @Test("A server on a port answers, and ends when it is told to")
    func live() async throws {
        try await World().run(.live) { client async throws in
            let response = try await client.get("/healthz")
            #expect(response.status == .ok)
        }
    }

    @Test("A certificate that cannot be read is an error with what to do")
    func certificate() throws {
        let configuration = ServerConfiguration(port: 0, tls: .init(certificate: "/nowhere.pem", key: "/nowhere.key"))
        let server = try OverviewServer(
            source: StubSource(), configuration: configuration,
            clock: ServerClock(now: { Sample.now }, nanoseconds: { 0 }), logger: Logger(label: "test"))
        let error = #expect(throws: ServerError.self) { try server.application() }
        #expect(error?.code == .badCertificate)
    }
}
