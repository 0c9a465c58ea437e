extension FigureID {
    /// What the figure counts, in the words inspectors used or would use.
    public var inspectorsWords: String {
        switch self {
        case .childrenTransferred: "children transferred to HHS"
        case .childrenInCare: "children in care"
        case .childrenReleased: "children released to a sponsor"
        case .applicationWithdrawn: "sponsors who withdrew their application"
        case .noticeNoneYet: "released children not yet served a notice to appear"
        case .noticeNotFiled: "children whose served notice was not filed with a court"
        case .addressDefective: "releases with a blank, undeliverable or unit-less address"
        case .hearingPast: "past hearings of children"
        case .hearingFailedToAppear: "children who failed to appear at a hearing"
        case .hearingNotTold: "missed hearings of which neither ORR nor ICE was told"
        case .hearingNotInAgencySystem: "missed hearings missing from an agency's own system"
        case .orderInAbsentia: "cases with a removal order in absentia"
        case .callLate: "releases without a safety call in time"
        case .callUndocumented: "safety calls that were not documented"
        case .childNotReached: "released children whom no safety call reached"
        case .childLastConfirmed: "released children of whom nobody confirmed contact for over a year, or ever"
        case .childMissedUnaccounted: "children who missed a hearing and have not been heard of since"
        case .checkUnresolvedAtRelease: "releases with a required check missing or unresolved"
        case .familySeparatedOpen: "children separated from family and not reunited"
        case .courtVanished: "court records that the latest release no longer holds"
        }
    }
}

extension Figure {
    /// The figure as a plain sentence: `children in care: 31 of 448 (6.9 %), 2 unknown`. The share is rounded half-even to
    /// one decimal; without a denominator, or with none counted, there is no share.
    public var sentence: String {
        var text = "\(id.inspectorsWords): \(value)"
        if let denominator {
            text += " of \(denominator)"
            if let share = Tenths(value * 100, over: denominator) { text += " (\(share) %)" }
        }
        if unknown > 0 { text += ", \(unknown) unknown" }
        return text
    }

    /// The sentence beside the truth: what a perfect reader of the feeds gives, and what is so in the world that the feeds
    /// tell of, with the gap between the two; at last the parts in which this figure is other than it should be.
    public func sentence(truth: FigureTruth, world: FigureTruth) -> String {
        var text = sentence + "; truth of the feeds \(Self.number(truth.value(id)))"
        text += "; in the world \(Self.number(world.value(id)))"
        if let told = truth.value(id), let real = world.value(id), told != real {
            text += " (the feeds tell \(abs(told - real)) \(told > real ? "more" : "fewer"))"
        }
        let parts = truth.differences(self)
        return parts.isEmpty ? text : text + "; NOT the truth in " + parts.joined(separator: ", ")
    }

    private static func number(_ value: Int?) -> String { value.map { String($0) } ?? "not counted" }
}
