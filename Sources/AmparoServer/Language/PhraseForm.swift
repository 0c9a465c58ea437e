/// A phrase that comes again and again on a page: escaped once, its blanks filled as it is written.
struct PhraseForm: Sendable {
    private enum Part: Sendable {
        case markup(Markup)
        /// The place of a blank in the names that were given.
        case blank(Int)
    }

    private var parts: [Part] = []

    /// A phrase and the names of its blanks; a blank of another name stands as it is.
    init(_ text: String, blanks: [String] = []) {
        var rest = text[...]
        var plain = ""
        while let open = rest.firstIndex(of: "{") {
            let after = rest.index(after: open)
            guard let close = rest[after...].firstIndex(of: "}"),
                let place = blanks.firstIndex(of: String(rest[after..<close]))
            else {
                plain += rest[..<after]
                rest = rest[after...]
                continue
            }
            plain += rest[..<open]
            parts += [.markup(Markup(plain)), .blank(place)]
            plain = ""
            rest = rest[rest.index(after: close)...]
        }
        parts.append(.markup(Markup(plain + rest)))
    }

    /// Adds the phrase; `fill` adds what stands in a blank, by its place in the names.
    func write(to out: inout Markup, _ fill: (Int, inout Markup) -> Void) {
        for part in parts {
            switch part {
            case .markup(let markup): out.write(markup)
            case .blank(let place): fill(place, &out)
            }
        }
    }
}
