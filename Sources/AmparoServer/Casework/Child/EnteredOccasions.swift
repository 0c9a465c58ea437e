internal import AmparoDuties
internal import AmparoGate
internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore

/// What people entered by hand of a child, for whoever may see that class of information and has no enforcement role. The words
/// themselves lie sealed in their entries.
struct EnteredOccasions {
    private let visit: CaseVisit
    private let occasions: [Occasion]
    private let notes: [Int64: EnteredNote]
    private let receipt: Int64?

    init(
        _ visit: CaseVisit, child: Int64, _ decided: DisclosedFields, _ all: [Occasion], isEnforcement: Bool,
        asKnown: Int64
    ) throws {
        self.visit = visit
        let classes = decided.classes
        guard !isEnforcement else {
            (occasions, notes, receipt) = ([], [:], nil)
            return
        }
        let occasions = all.filter { classes.contains($0.key.kind.fieldClass) && $0.key.about <= asKnown }
        self.occasions = occasions
        let told = try occasions.isEmpty ? nil : Self.notes(visit, child)
        notes = Dictionary((told?.value ?? []).map { ($0.entry, $0) }, uniquingKeysWith: { first, _ in first })
        receipt = told?.receipt
    }

    /// The words, for whoever may read them; nil for everybody else.
    private static func notes(_ visit: CaseVisit, _ child: Int64) throws -> Disclosed<[EnteredNote]>? {
        do {
            return try visit.casework.gate.notes(visit.request(.view), child: child)
        } catch let error as GateError where error.code == .nothingPermitted {
            return nil
        }
    }

    func markup() -> Markup {
        guard !occasions.isEmpty else { return Markup() }
        let phrases = visit.phrases
        return element("section", ["aria-labelledby": "entered"]) {
            element("h3", ["id": "entered"], phrases.say("child.entered"))
            element("ol", ["class": "timeline"]) {
                for occasion in occasions.reversed() {
                    element("li", ["id": "e-\(occasion.key.about)"]) {
                        element("h4") {
                            time(occasion.occurred)
                            " · " + phrases.say("occasion.\(occasion.key.kind.code)")
                        }
                        if let word = occasion.traits.word(.outcome) ?? occasion.traits.word(.concern) {
                            element("p", [:], phrases.find("trait.\(word)") ?? word)
                        }
                        if let note = notes[occasion.key.about] {
                            element("blockquote") { words(note) }
                        }
                        element("p", ["class": "source"]) {
                            phrases.say("child.timeline.recorded") + " "
                            visit.reader.time(occasion.known)
                            ", " + phrases.say("child.timeline.entry", ["number": String(occasion.key.about)])
                            if notes[occasion.key.about] == nil { ". " + phrases.say("child.entered.sealed") }
                        }
                    }
                }
            }
            if let receipt {
                element("p", ["class": "note"], phrases.say("child.entered.receipt", ["number": String(receipt)]))
            }
        }
    }

    private func words(_ note: EnteredNote) -> Markup {
        guard let words = note.words else {
            return element("span", ["class": "sealed"], visit.phrases.say("case.value.erased"))
        }
        return element("bdi", [:], words)
    }

    private func time(_ moment: Moment) -> Markup {
        switch moment {
        case .day(let day): visit.reader.time(day)
        case .instant(let instant): visit.reader.time(instant)
        }
    }
}
