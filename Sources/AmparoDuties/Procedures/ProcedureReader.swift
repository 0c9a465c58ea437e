internal import AmparoModel

extension Procedure {
    /// Reads one procedure from YAML (docs/duties.md, "The form").
    ///
    /// - Throws: `DutiesError` with file, line and column. Words of parties, roles and purposes are checked by
    ///   `ProcedureLint`, because their lists belong to the deployment; all others are checked here.
    public init(yaml text: String, file: String) throws(DutiesError) {
        let map = try YAMLMap(
            file: file, text: text,
            keys: [
                "procedure", "version", "title", "jurisdiction", "effective", "until", "replaces", "verify", "enabled",
                "family-only", "never", "basis", "source", "steps",
            ])
        code = try map.requiredValue("procedure", "a word of small letters, digits and hyphens", Procedure.word)
        version = try map.requiredValue("version", "a number from 1", Procedure.positive)
        title = try map.required("title")
        jurisdiction = try map.requiredValue("jurisdiction", "US, US-TX or court-LOS") { Jurisdiction($0) }
        effective = try map.requiredValue("effective", "a day, YYYY-MM-DD") { Day($0) }
        until = try map.value("until", "a day, YYYY-MM-DD") { Day($0) }
        if let until, until <= effective { throw map.error(.badValue, "until comes after effective", "until") }
        replaces = try map.value("replaces", "the number of a version", Procedure.positive)
        verify = try map.flag("verify", default: false)
        enabled = try map.flag("enabled", default: !verify)
        isFamilyOnly = try map.flag("family-only", default: false)
        never = try map.texts("never")
        self.file = file
        let basis = try map.requiredValue("basis", Basis.form) { Basis(rawValue: $0) }
        let source = try map.required("source")
        steps = []
        for step in try map.maps("steps", keys: ProcedureStep.keys) {
            try steps.append(ProcedureStep(step, procedure: code, basis: basis, source: source))
        }
        guard !steps.isEmpty else { throw map.error(.missingKey, "add at least one step", "steps") }
    }

    private static func positive(_ text: String) -> Int? { Int(text).flatMap { $0 >= 1 && $0 < 1_000_000 ? $0 : nil } }

    /// A code: small letters, digits and hyphens.
    static func word(_ text: String) -> String? {
        let isWord =
            !text.isEmpty
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
        return isWord ? text : nil
    }
}

extension Basis {
    static let form = Basis.allCases.map(\.rawValue).joined(separator: ", ")
}

extension ProcedureStep {
    static let keys: Set<String> = [
        "step", "what", "trigger", "when", "holder", "deadline", "lapses", "opens", "satisfied-by", "report",
        "paused-by",
        "warnings",
        "escalation", "no-escalation", "handoffs", "correction", "waiver", "basis", "source",
    ]

    init(_ map: YAMLMap, procedure: String, basis: Basis, source: String) throws(DutiesError) {
        code = try map.requiredValue("step", "a word of small letters, digits and hyphens", Procedure.word)
        rule = RuleID(procedure: procedure, step: code)
        let texts = try map.requiredMap("what", keys: ["en", "es"])
        what = try texts.required("en")
        whatInSpanish = try texts.required("es")
        trigger = try map.requiredValue("trigger", "an occasion of docs/duties.md") { OccasionKind(code: $0) }
        when = try TraitCondition(map, "when")
        holder = try PostTemplate(map.requiredMap("holder", keys: PostTemplate.keys))
        let deadline = try map.requiredMap("deadline", keys: ["within", "from", "before", "at-least"])
        due = try DueRule(deadline)
        atLeast = try deadline.value("at-least", YAMLMap.spanForm) { ClockSpan($0) }
        opens = try map.map("opens", keys: ["after", "from"]).map(OpeningRule.init)
        satisfiedBy = try OccasionMatch.list(map, "satisfied-by")
        lapses = try map.flag("lapses", default: false)
        endsByReport = try map.flag("report", default: false)
        pausedBy = try OccasionMatch.list(map, "paused-by")
        warnings = []
        for text in try map.texts("warnings") {
            guard let span = ClockSpan(text), span.unit != .businessDays else {
                throw map.error(.badValue, "warnings are spans like 1 day or 4 hours, not \(text)", "warnings")
            }
            warnings.append(span)
        }
        escalation = []
        for level in try map.maps("escalation", keys: ["after", "to", "purpose"]) {
            try escalation.append(EscalationLevel(level))
        }
        noEscalation = try map.text("no-escalation")
        handoffs = []
        let handoffKeys: Set<String> = ["to", "purpose", "reason", "when", "accept-within", "effect"]
        for handoff in try map.maps("handoffs", keys: handoffKeys) { try handoffs.append(HandoffRule(handoff)) }
        correction = try map.map("correction", keys: ["within", "on", "improves"]).map(CorrectionRule.init)
        waiver = try map.map("waiver", keys: ["by", "second"]).map(WaiverRule.init)
        self.basis = try map.value("basis", Basis.form) { Basis(rawValue: $0) } ?? basis
        self.source = try map.text("source") ?? source
        line = map.line
    }
}

extension Optional where Wrapped == YAMLMap {
    /// `Optional.map` for readers that throw a `DutiesError`.
    fileprivate func map<T>(_ read: (YAMLMap) throws(DutiesError) -> T) throws(DutiesError) -> T? {
        switch self {
        case .some(let map): try read(map)
        case .none: nil
        }
    }
}

extension YAMLMap {
    fileprivate static let spanForm = "a span like 48 hours, 14 days or 10 business-days"

    fileprivate func span(_ key: String) throws(DutiesError) -> ClockSpan {
        try requiredValue(key, YAMLMap.spanForm) { ClockSpan($0) }
    }

    fileprivate func start(_ key: String, default fallback: ClockStart) throws(DutiesError) -> ClockStart {
        let form = ClockStart.allCases.map(\.rawValue).joined(separator: ", ")
        return try value(key, form) { ClockStart(rawValue: $0) } ?? fallback
    }
}

extension TraitCondition {
    fileprivate init(_ map: YAMLMap, _ key: String) throws(DutiesError) {
        guard let words = try map.map(key, keys: TraitCondition.dimensions) else {
            self.init()
            return
        }
        self.init(try TraitCondition.masks(words))
    }

    static let dimensions = Set(TraitDimension.allCases.map(\.rawValue))

    fileprivate static func masks(_ words: YAMLMap) throws(DutiesError) -> [Traits] {
        var masks: [Traits] = []
        for dimension in TraitDimension.allCases where words.has(dimension.rawValue) {
            let mask = try traits(words, dimension).reduce(Traits.none) { $0.union($1) }
            guard mask != .none else {
                throw words.error(.badValue, "list at least one word of \(dimension.rawValue)", dimension.rawValue)
            }
            masks.append(mask)
        }
        return masks
    }

    fileprivate static func traits(_ words: YAMLMap, _ dimension: TraitDimension) throws(DutiesError) -> [Traits] {
        var traits: [Traits] = []
        for text in try words.texts(dimension.rawValue) {
            guard let trait = Traits(dimension, text) else {
                let known = dimension.words.joined(separator: ", ")
                throw words.error(.unknownWord, "\(text) is none of \(known)", dimension.rawValue)
            }
            traits.append(trait)
        }
        return traits
    }
}

extension PostTemplate {
    fileprivate static let keys: Set<String> = ["party", "role", "place"]

    fileprivate init(_ map: YAMLMap) throws(DutiesError) {
        let words = [try map.required("party"), try map.required("role")].map {
            $0 == PostTemplate.ofOccasion ? "" : $0
        }
        party = words[0]
        role = words[1]
        place = try map.value("place", "area, of-record or headquarters") { Place(rawValue: $0) } ?? .headquarters
    }
}

extension DueRule {
    fileprivate init(_ map: YAMLMap) throws(DutiesError) {
        if map.has("before") {
            guard !map.has("within"), !map.has("from") else {
                throw map.error(.badValue, "a deadline is within a span from a time, or before a day", "before")
            }
            self = .before(try map.span("before"))
        } else {
            self = .within(try map.span("within"), from: try map.start("from", default: .occurred))
        }
    }
}

extension OpeningRule {
    fileprivate init(_ map: YAMLMap) throws(DutiesError) {
        after = try map.span("after")
        from = try map.start("from", default: .occurred)
    }
}

extension OccasionMatch {
    fileprivate static func list(_ map: YAMLMap, _ key: String) throws(DutiesError) -> [OccasionMatch] {
        var matches: [OccasionMatch] = []
        for item in try map.maps(key, keys: ["occasion", "of", "when", "after", "at"]) {
            try matches.append(OccasionMatch(item))
        }
        return matches
    }

    private init(_ map: YAMLMap) throws(DutiesError) {
        kind = try map.requiredValue("occasion", "an occasion of docs/duties.md") { OccasionKind(code: $0) }
        isOfSame = try map.value("of", "same or any") { $0 == "same" ? true : $0 == "any" ? false : nil } ?? true
        when = try TraitCondition(map, "when")
        after = try map.value("after", YAMLMap.spanForm) { ClockSpan($0) }
        isByKnowledge =
            try map.value("at", "occurred or known") { $0 == "known" ? true : $0 == "occurred" ? false : nil } ?? false
    }
}

extension EscalationLevel {
    fileprivate init(_ map: YAMLMap) throws(DutiesError) {
        after = try map.span("after")
        to = try PostTemplate(map.requiredMap("to", keys: PostTemplate.keys))
        purpose = try map.text("purpose") ?? Post.usualPurpose(party: to.party, role: to.role)
    }
}

extension HandoffRule {
    fileprivate init(_ map: YAMLMap) throws(DutiesError) {
        to = try PostTemplate(map.requiredMap("to", keys: PostTemplate.keys))
        purpose = try map.required("purpose")
        reason = try map.requiredValue("reason", "a word of small letters, digits and hyphens", Procedure.word)
        when = try TraitCondition(map, "when")
        acceptWithin = try map.span("accept-within")
        effect = try map.requiredValue("effect", "satisfies, moves or informs") {
            $0 == HandoffEffect.confirms.rawValue ? nil : HandoffEffect(rawValue: $0)
        }
    }
}

extension CorrectionRule {
    fileprivate init(_ map: YAMLMap) throws(DutiesError) {
        within = try map.span("within")
        on = try TraitCondition(map, "on")
        improves = []
        guard let order = try map.map("improves", keys: TraitCondition.dimensions) else { return }
        for dimension in TraitDimension.allCases where order.has(dimension.rawValue) {
            // A dimension's words stay together, so that the order within it is the order of the list.
            try improves.append(contentsOf: TraitCondition.traits(order, dimension))
        }
    }
}

extension WaiverRule {
    fileprivate init(_ map: YAMLMap) throws(DutiesError) {
        by = []
        for post in try map.maps("by", keys: PostTemplate.keys) { try by.append(PostTemplate(post)) }
        guard !by.isEmpty else { throw map.error(.missingKey, "say who may waive", "by") }
        needsSecond = try map.flag("second", default: false)
    }
}
