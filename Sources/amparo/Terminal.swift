import Foundation
import Synchronization

/// What is said on standard error: messages, and progress when it is a terminal. Never anything about a person.
enum Terminal {
    static func say(_ line: String) { write(line + "\n", to: 2) }

    static func print(_ text: String) { write(text + "\n", to: 1) }

    /// A sender's or operator's own word as a cell of a table: without control characters, and never a formula to the
    /// spreadsheet into which somebody may paste the table.
    static func cell(_ word: String) -> String {
        let bare = String(
            String.UnicodeScalarView(word.unicodeScalars.filter { $0.properties.generalCategory != .control }))
        return bare.first.map { "=+-@".contains($0) } == true ? "'" + bare : bare
    }

    /// Writes text as it is. A reader that went away ends the output, not the program.
    static func write(_ text: String, to descriptor: Int32) {
        var text = text
        text.withUTF8 { bytes in
            var done = 0
            while done < bytes.count {
                let count = Foundation.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return }
                done += count
            }
        }
    }

    static var isTerminal: Bool { isatty(2) == 1 }
}

/// A progress line with rate and time left, at most ten times a second, on a terminal only.
final class ProgressLine: Sendable {
    private struct State {
        var last: UInt64 = 0
        var isShown = false
    }

    /// What is counted; nil for bytes.
    private let unit: String?
    private let started = DispatchTime.now().uptimeNanoseconds
    private let state = Mutex(State())

    init(unit: String? = nil) { self.unit = unit }

    func show(_ what: String, _ done: Int64, _ total: Int64) {
        guard Terminal.isTerminal else { return }
        let now = DispatchTime.now().uptimeNanoseconds
        let isDue = state.withLock { state in
            guard now - state.last > 100_000_000 else { return false }
            state.last = now
            state.isShown = true
            return true
        }
        guard isDue else { return }
        let seconds = Double(now - started) / 1e9
        let rate = Double(done) / max(seconds, 0.001)
        var line = "\r\u{1B}[K\(what): \(size(Double(done)))"
        if total > 0 {
            let left = rate > 0 ? Double(max(0, total - done)) / rate : 0
            line += " of \(size(Double(total))) (\(done * 100 / max(1, total)) %), \(size(rate))/s,"
            line += " \(Int(left)) s left"
        } else {
            line += ", \(size(rate))/s"
        }
        Terminal.write(line, to: 2)
    }

    func end() {
        let wasShown = state.withLock { state in
            defer { state.isShown = false }
            return state.isShown
        }
        guard wasShown else { return }
        Terminal.write("\r\u{1B}[K", to: 2)
    }

    private func size(_ bytes: Double) -> String {
        if let unit { return "\(Int(bytes)) \(unit)" }
        return bytes < 1e6
            ? "\(Int(bytes / 1e3)) kB" : bytes < 1e9 ? "\(Int(bytes / 1e6)) MB" : String(format: "%.1f GB", bytes / 1e9)
    }
}
