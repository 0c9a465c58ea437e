import Foundation

/// What is said on standard error: messages, and progress when it is a terminal. Never anything about a person.
enum Terminal {
    static func say(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

    static func print(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }

    static var isTerminal: Bool { isatty(2) == 1 }
}

/// A progress line with rate and time left, at most ten times a second, on a terminal only.
final class ProgressLine {
    private let started = DispatchTime.now().uptimeNanoseconds
    private var last: UInt64 = 0
    private var isShown = false

    func show(_ what: String, _ done: Int64, _ total: Int64) {
        guard Terminal.isTerminal else { return }
        let now = DispatchTime.now().uptimeNanoseconds
        guard now - last > 100_000_000 else { return }
        last = now
        let seconds = Double(now - started) / 1e9
        let rate = Double(done) / max(seconds, 0.001)
        var line = "\r\u{1B}[K\(what): \(Self.size(Double(done)))"
        if total > 0 {
            let left = rate > 0 ? Double(max(0, total - done)) / rate : 0
            line += " of \(Self.size(Double(total))) (\(done * 100 / max(1, total)) %), \(Self.size(rate))/s,"
            line += " \(Int(left)) s left"
        } else {
            line += ", \(Self.size(rate))/s"
        }
        isShown = true
        FileHandle.standardError.write(Data(line.utf8))
    }

    func end() {
        guard isShown else { return }
        isShown = false
        FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
    }

    private static func size(_ bytes: Double) -> String {
        bytes < 1e6
            ? "\(Int(bytes / 1e3)) kB" : bytes < 1e9 ? "\(Int(bytes / 1e6)) MB" : String(format: "%.1f GB", bytes / 1e9)
    }
}
