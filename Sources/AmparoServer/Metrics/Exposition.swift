/// A text in the Prometheus exposition format, version 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/).
struct Exposition {
    /// The kinds of metric that are written.
    enum Kind: String {
        case counter, gauge, histogram
    }

    /// The media type of the text.
    static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    /// The text so far.
    private(set) var text = ""

    /// Begins a metric; its samples follow.
    mutating func metric(_ name: String, _ kind: Kind, _ help: String) {
        text += "# HELP \(name) \(Exposition.escape(help, quotes: false))\n# TYPE \(name) \(kind.rawValue)\n"
    }

    /// A sample of the metric begun last.
    mutating func sample(_ name: String, _ labels: KeyValuePairs<String, String> = [:], _ value: String) {
        text += name
        if !labels.isEmpty {
            text += "{" + labels.map { "\($0)=\"\(Exposition.escape($1, quotes: true))\"" }.joined(separator: ",") + "}"
        }
        text += " \(value)\n"
    }

    /// Seconds, of nanoseconds, exactly.
    static func seconds(_ nanoseconds: UInt64) -> String {
        let fraction = String(nanoseconds % 1_000_000_000)
        return "\(nanoseconds / 1_000_000_000)." + String(repeating: "0", count: 9 - fraction.count) + fraction
    }

    private static func escape(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

extension Exposition {
    /// Requests and their latency.
    mutating func add(_ state: RequestCounts.State) {
        metric("amparo_http_requests_total", .counter, "Requests answered, by route, method and status.")
        for (key, count) in state.requests.sorted(by: { $0.key < $1.key }) {
            sample(
                "amparo_http_requests_total",
                ["route": key.route, "method": key.method, "status": String(key.status)], String(count))
        }
        let name = "amparo_http_request_duration_seconds"
        metric(name, .histogram, "Time from the request's head to its answer, by route.")
        for (route, latency) in state.latency.sorted(by: { $0.key < $1.key }) {
            var sum: UInt64 = 0
            for (bound, count) in zip(RequestCounts.bounds, latency.buckets) {
                sum &+= count
                sample("\(name)_bucket", ["route": route, "le": Exposition.bound(bound)], String(sum))
            }
            sample("\(name)_bucket", ["route": route, "le": "+Inf"], String(latency.count))
            sample("\(name)_sum", ["route": route], Exposition.seconds(latency.nanoseconds))
            sample("\(name)_count", ["route": route], String(latency.count))
        }
    }

    private static func bound(_ milliseconds: UInt64) -> String {
        var text = String(milliseconds % 1000)
        text = String(repeating: "0", count: 3 - text.count) + text
        while text.hasSuffix("0") { text.removeLast() }
        return text.isEmpty ? String(milliseconds / 1000) : "\(milliseconds / 1000).\(text)"
    }
}
