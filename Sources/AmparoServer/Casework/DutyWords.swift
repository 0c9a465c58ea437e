internal import AmparoDuties
internal import AmparoGate
internal import AmparoModel
internal import AmparoStore

/// Duties and handoffs in words.
struct DutyWords {
    private let visit: CaseVisit
    private var phrases: Phrases { visit.phrases }

    init(_ visit: CaseVisit) { self.visit = visit }

    /// What is to be done.
    func what(_ step: ProcedureBook.Entry?, isCorrection: Bool) -> String {
        if isCorrection { return phrases.say("duty.correct") }
        guard let step = step?.step else { return phrases.say("duty.other-book") }
        return visit.language == .english ? step.what : step.whatInSpanish
    }

    /// What is to be done with a line of the list, and for whom it waits.
    func what(_ line: TodayWork.Line) -> Markup {
        let phrases = phrases
        return element("span", ["class": "verb"], what(line.step, isCorrection: line.isCorrection))
            + {
                guard let handoff = line.waitsFor else { return Markup() }
                return element("span", ["class": "issuer"]) {
                    phrases.say("today.waits-for", ["post": visit.post(handoff.to)]) + " "
                    visit.reader.time(handoff.acceptBy)
                }
            }()
    }

    /// The occasion and the procedure that make it a duty, and the source of its clock.
    func why(_ line: TodayWork.Line) -> Markup {
        let occasion = phrases.say("occasion.\(line.owed.id.occasion.kind.code)")
        return Markup(occasion)
            + {
                guard let step = line.step else { return Markup() }
                return element("span", ["class": "issuer"]) {
                    phrases.say(
                        "today.procedure",
                        ["name": step.procedure, "version": String(step.version), "basis": basis(step.step.basis)])
                }
            }()
    }

    /// Whose a clock is.
    func basis(_ basis: Basis) -> String { phrases.say("duty.basis.\(basis.rawValue)") }
}
