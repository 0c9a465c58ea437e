public import AmparoModel

/// Who would be told of an occasion, why, and who would not: nothing is written and nothing is sent.
public struct Routing: Sendable {
    /// What would become of one line of a procedure.
    public enum Outcome: Hashable, Sendable {
        /// Told at once, by that clause or mandate.
        case told(rule: String)
        /// Told when the duty opens, if nothing changes until then, by that clause or mandate.
        case toldLater(Instant, rule: String)
        /// Not told; the reason.
        case notTold(Reason)
    }

    /// Why somebody would not be told.
    public enum Reason: Hashable, Sendable {
        /// The occasion is not so on these sides.
        case conditions([TraitDimension])
        /// The sharing rules forbid it, by that rule.
        case sharing(rule: String)
        /// The procedure is off, or not in force at that day and place.
        case notInForce
        /// Held back while something lasts.
        case heldBack
        /// It was due before the store's first day.
        case historic
        /// There is nothing left to do.
        case done
    }

    /// One line: a step and one whom it tells.
    public struct Line: Hashable, Sendable {
        /// `procedure@version/step`.
        public var step: String
        /// Whom.
        public var to: Post
        /// Whether somebody there has accepted, by name, to hold duties; if not, the first answer may take its time.
        public var isStaffed: Bool
        /// The purpose.
        public var purpose: String
        /// The reason code.
        public var reason: String
        /// What would become of it.
        public var outcome: Outcome
        /// Who is asked, in this order, when nobody answers.
        public var otherwise: [Post]
    }

    private let engine: DutyEngine

    /// The routing of an engine's procedures, posts and sharing rules.
    public init(_ engine: DutyEngine) { self.engine = engine }

    /// Every line of every procedure that waits for this kind of occasion, by procedure and step.
    ///
    /// - Parameter facts: everything known of the subject, this occasion included.
    public func dryRun(_ occasion: Occasion, facts: SubjectOccasions, at now: Instant) -> [Line] {
        var ledger = SubjectLedger()
        let change = SubjectChange(facts: facts)
        for event in engine.apply(change: change, ledger: ledger, at: now) { ledger.apply(event) }
        let inForce = engine.book.steps(for: occasion)
        var lines: [Line] = []
        for entry in inForce {
            for handoff in entry.step.handoffs {
                lines.append(line(entry, handoff, occasion, ledger, now))
            }
        }
        for procedure in engine.book.procedures {
            for step in procedure.steps where step.trigger == occasion.key.kind {
                let isInForce = inForce.contains {
                    $0.procedure == procedure.code && $0.version == Int32(procedure.version)
                }
                guard !isInForce else { continue }
                let name = "\(procedure.name)/\(step.code)"
                for handoff in step.handoffs {
                    lines.append(line(name, step, handoff, occasion, .notTold(.notInForce)))
                }
            }
        }
        return lines.sorted { ($0.step, $0.to.description) < ($1.step, $1.to.description) }
    }

    private func line(
        _ entry: ProcedureBook.Entry, _ handoff: HandoffRule, _ occasion: Occasion, _ ledger: SubjectLedger,
        _ now: Instant
    ) -> Line {
        let name = "\(entry.procedure)@\(entry.version)/\(entry.step.code)"
        func line(_ outcome: Outcome) -> Line { self.line(name, entry.step, handoff, occasion, outcome) }
        let failing = Routing.failing(entry.step.when, occasion) + Routing.failing(handoff.when, occasion)
        guard failing.isEmpty else { return line(.notTold(.conditions(failing))) }
        guard let duty = ledger[DutyID(rule: entry.step.rule, occasion: occasion.key)] else {
            return line(.notTold(.notInForce))
        }
        let to = engine.posts.resolve(handoff.to, for: occasion).post
        let question = SharingQuestion(
            occasion: occasion, rule: entry.step.rule, to: to, purpose: handoff.purpose, reason: handoff.reason, at: now
        )
        let rule: String
        switch engine.sharing(question) {
        case .refuse(let refusing): return line(.notTold(.sharing(rule: refusing)))
        case .permit(let permitting): rule = permitting
        }
        switch duty.state {
        case .open: return line(.told(rule: rule))
        case .scheduled: return line(.toldLater(duty.opensAt ?? now, rule: rule))
        case .paused: return line(.notTold(.heldBack))
        case .historic: return line(.notTold(.historic))
        case .satisfied, .waived, .ceased, .lapsed: return line(.notTold(.done))
        }
    }

    private func line(
        _ name: String, _ step: ProcedureStep, _ handoff: HandoffRule, _ occasion: Occasion, _ outcome: Outcome
    ) -> Line {
        let to = engine.posts.resolve(handoff.to, for: occasion)
        return Line(
            step: name, to: to.post, isStaffed: to.isAccepted, purpose: handoff.purpose, reason: handoff.reason,
            outcome: outcome, otherwise: step.escalation.map { engine.posts.resolve($0.to, for: occasion).post })
    }

    private static func failing(_ condition: TraitCondition, _ occasion: Occasion) -> [TraitDimension] {
        TraitDimension.allCases.filter { dimension in
            condition.words(of: dimension).map { !$0.meets(occasion.traits) } ?? false
        }
    }
}
