internal import AmparoModel
internal import HTTPTypes
internal import Hummingbird

/// What operators' machines ask: health and metrics.
extension Site {
    /// 200 with `status` `ok`; 503 with `degraded` when the store says so or does not answer, in which case what it would have
    /// said is null.
    func health(_ request: Request) async -> Response {
        let report = try? await desk.health()
        let status = report?.status ?? .degraded
        let fields = [
            ("status", jsonString(status.rawValue)),
            ("logSize", report.map { String($0.logSize) } ?? "null"),
            ("schema", report.map { String($0.schema) } ?? "null"),
            ("lastIngest", report?.lastIngest.map { jsonString($0.description) } ?? "null"),
        ]
        let json = "{" + fields.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}\n"
        var response = answer(json.utf8, mediaType: "application/json", keeping: .never, to: request)
        if status != .ok { response.status = .serviceUnavailable }
        return response
    }

    /// Everything measured, as text.
    func metrics() async -> String {
        var text = Exposition()
        text.add(counts.read())
        if signIn != nil { text.add(signInCounts.read()) }
        let report = try? await desk.health()
        text.metric("amparo_up", .gauge, "1 when the store answers and says that all is well.")
        text.sample("amparo_up", [:], report?.status == .ok ? "1" : "0")
        if let report {
            text.metric("amparo_log_entries", .gauge, "Entries of the log.")
            text.sample("amparo_log_entries", [:], String(report.logSize))
            if let ingest = report.lastIngest {
                text.metric(
                    "amparo_last_ingest_timestamp_seconds", .gauge, "When the last ingest was taken, in Unix time.")
                text.sample("amparo_last_ingest_timestamp_seconds", [:], String(ingest.microseconds / 1_000_000))
            }
        }
        let counted = await desk.counted
        text.metric("amparo_overview_counts_total", .counter, "Times the overview was counted anew.")
        text.sample("amparo_overview_counts_total", [:], String(counted.times))
        text.metric("amparo_overview_count_seconds_total", .counter, "Time spent counting the overview.")
        text.sample("amparo_overview_count_seconds_total", [:], Exposition.seconds(counted.nanoseconds))
        if let memory = ProcessMemory.resident() {
            text.metric("process_resident_memory_bytes", .gauge, "Memory of the process that is resident.")
            text.sample("process_resident_memory_bytes", [:], String(memory))
        }
        return text.text
    }
}
