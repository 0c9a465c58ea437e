internal import AmparoDuties
internal import AmparoGate
internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore

/// One request of somebody who has signed in: who looks, why, in which language, and what the address asks for.
///
/// Shared and not copied: every part of a page holds it.
final class CaseVisit: Sendable {
    let casework: Casework
    let viewer: Viewer
    let reader: Reader
    /// What the address asks for, the first value of each name.
    let query: [String: String]

    init(casework: Casework, viewer: Viewer, reader: Reader, query: [String: String]) {
        self.casework = casework
        self.viewer = viewer
        self.reader = reader
        self.query = query
    }

    /// The same visit at another moment.
    func at(_ now: Instant) -> CaseVisit {
        var reader = reader
        reader.now = now
        return CaseVisit(casework: casework, viewer: viewer, reader: reader, query: query)
    }

    var phrases: Phrases { reader.phrases }
    var language: Language { reader.phrases.language }
    var words: SharingWords { casework.words }

    /// A request to the gate: of this account, for the purpose that was chosen, and for nothing else.
    func request(_ operation: AmparoSharing.Operation, fields: [String]? = nil) throws -> GateRequest {
        GateRequest(
            account: viewer.account, purpose: viewer.purpose, operation: operation, id: try casework.requestID(),
            fields: fields.map(GateRequest.Selection.named) ?? .everything)
    }

    /// What was decided of every field of a disclosure.
    func decided<Value>(_ disclosed: Disclosed<Value>) -> DisclosedFields { casework.decisions.fields(of: disclosed) }

    /// A day that the address names; nil for none, or for a text that is no day.
    func day(_ name: String) -> Day? { query[name].flatMap { Day($0) } }

    /// A page of the viewer's: the links of casework, then the content.
    /// With a mark, the page is told when there is something newer than it shows.
    func page(
        _ title: String, _ place: CasePlace, live mark: LiveMark? = nil, @MarkupBuilder content: () -> Markup
    ) -> Markup {
        let content = content()
        return Page(title: title, live: mark?.address(viewer.formToken)).markup(reader) {
            CaseLinks(place: place, reader: reader).markup()
            content
        }
    }

    /// A post in words.
    func post(_ post: Post) -> String { words.post(post.party, post.role, place: place(post), language) }

    private func place(_ post: Post) -> String {
        post.place == .ofRecord ? phrases.say("case.of-record") : post.place.stored
    }
}

/// The pages that the links of casework name.
enum CasePlace: String, CaseIterable {
    case today, handoffs, search, week, preview, agreements, log, links, oversight
    /// A page that no link names.
    case elsewhere

    /// Where it is.
    var path: String? {
        switch self {
        case .elsewhere: nil
        case .week: "/court-week"
        case .log: "/log"
        default: "/\(rawValue)"
        }
    }
}

/// The links between the pages of casework.
struct CaseLinks {
    let place: CasePlace
    let reader: Reader

    func markup() -> Markup {
        element("nav", ["class": "casework", "aria-label": reader.phrases.say("case.links")]) {
            element("ul") {
                for one in CasePlace.allCases {
                    if let path = one.path, isFor(one) {
                        element("li") {
                            element(
                                "a",
                                [
                                    "href": reader.address(path), "data-key": one.rawValue,
                                    "aria-current": one == place ? "page" : nil,
                                ], reader.phrases.say("case.link.\(one.rawValue)"))
                        }
                    }
                }
            }
        }
    }
}

extension CaseLinks {
    /// Whether the viewer came for what a page is about: for any other purpose those for few are not in the way.
    fileprivate func isFor(_ place: CasePlace) -> Bool {
        guard let purpose = reader.viewer?.purpose else { return false }
        return switch place {
        case .oversight: ["audit", "statistics", "investigation-of-agency"].contains(purpose)
        case .links: ["data-quality", "placement"].contains(purpose)
        default: true
        }
    }
}

extension CaseVisit {
    /// The journal number of an "as known on" picker: the end of a day in Washington, or `seq:N`; nil for the present.
    func seq(_ text: String) throws -> Int64? {
        let journal = casework.store.journal
        if let day = Day(text) {
            let end = Instant(microseconds: WashingtonTime.start(of: day.adding(days: 1)).microseconds - 1)
            return try journal.seq(asKnown: .instant(end))
        }
        guard let known = AsKnown(text) else { return nil }
        do {
            return try journal.seq(asKnown: known)
        } catch let error as StoreError where error.code == .outOfRange {
            return nil
        }
    }

    /// What keeps a form that asks by its address in the language of the page.
    var languageField: Markup? { reader.languageIsAsked ? hidden("lang", language.rawValue) : nil }
}

extension Reader {
    /// An address of this site in the reader's language, with what it asks for.
    func address(_ path: String, _ query: KeyValuePairs<String, String>, fragment: String = "") -> String {
        var parts = query.filter { !$0.value.isEmpty }.map { "\($0.key)=\(Reader.encoded($0.value))" }
        if languageIsAsked { parts.append("lang=\(phrases.language.rawValue)") }
        return path + (parts.isEmpty ? "" : "?" + parts.joined(separator: "&"))
            + (fragment.isEmpty ? "" : "#" + fragment)
    }

    /// A text as the query of an address writes it (RFC 3986 2.3).
    private static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
            default: bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
