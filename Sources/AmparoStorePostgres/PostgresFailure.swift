#if Postgres
internal import AmparoStore
internal import CPostgres

/// What the server, or the way to it, refused: its five-letter code (SQLSTATE) and its own text.
struct PostgresFailure: Error {
    var state: String
    var message: String
    /// Whether the connection is of no more use.
    var isLost = false

    /// A conflict with another transaction, after which the closure is run again.
    var isConflict: Bool { state == "40001" || state == "40P01" }

    /// The failure that a result tells of.
    init(result: OpaquePointer?) {
        func field(_ letter: Character) -> String? {
            guard let ascii = letter.asciiValue, let text = PQresultErrorField(result, Int32(ascii)) else { return nil }
            return String(cString: text)
        }
        state = field("C") ?? ""
        message = field("M") ?? PQresultErrorMessage(result).map { String(cString: $0) } ?? ""
    }

    /// A failure of the connection.
    init(state: String = "", lost message: String) {
        self.state = state
        self.message = message
        isLost = true
    }

    init(state: String, message: String) {
        self.state = state
        self.message = message
    }

    /// What it means for the store. The detail is the server's own first line, which names tables and constraints; texts of
    /// class 22 may quote a value and are left out (ARCHITECTURE.md, law 5).
    var storeError: StoreError {
        switch state {
        case "40001", "40P01": return StoreError(.conflict, detail)
        case "55P03", "57014": return StoreError(.busy, detail)
        case "53100": return StoreError(.diskFull, detail)
        // Since version 16 a file that may not grow any more has no code of its own.
        case "XX000" where message.hasPrefix("could not extend file"): return StoreError(.diskFull, detail)
        case "25006", "42501": return StoreError(.readOnly, detail)
        case "3D000": return StoreError(.notFound, detail)
        case "58030": return StoreError(.inputOutput, detail)
        case "XX001", "XX002": return StoreError(.damaged, detail)
        default: break
        }
        switch state.prefix(2) {
        case "28": return StoreError(.accessRefused, detail)
        case "08", "53": return StoreError(.serverAway, detail)
        case "57": return StoreError(.serverAway, detail)
        default: return isLost ? StoreError(.serverAway, detail) : StoreError(.refused, detail)
        }
    }

    /// The server's own first line, and the code.
    var detail: String {
        let line = message.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        let text = state.hasPrefix("22") ? "" : line
        return [text, state].filter { !$0.isEmpty }.joined(separator: ", code ")
    }
}
#endif
