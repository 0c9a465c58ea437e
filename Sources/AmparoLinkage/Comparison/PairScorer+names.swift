// Names: up to three given names, up to three surnames, in any order, some missing, perhaps in the other's place.
extension PairScorer {
    /// How the names of one field match: which word goes with which.
    struct NameMatch {
        var level = Level.notCompared
        /// What rarity adds.
        var adjustment: Float = 0
    }

    /// Compares one name field. Where given names and surnames both disagree, and each stands in the other's place, both
    /// are `exchanged`.
    @inline(__always)
    func compareNames(_ index: Int, _ a: Row, _ b: Row) {
        let offset = plan.fields[index].offset
        let match = matchNames(index, a, offset, b, offset)
        if plan.comparesExchanged, match.level == .different || match.level == .notCompared,
            let exchanged = exchangedAdjustment(index, a, b)
        {
            return set(index, .exchanged, exchanged)
        }
        set(index, match.level, match.adjustment)
    }

    /// Where the given names of each side are the surnames of the other, and not their own: what rarity adds to this
    /// field.
    private func exchangedAdjustment(_ index: Int, _ a: Row, _ b: Row) -> Float? {
        let given = plan.fields[plan.givenNames].offset
        let surnames = plan.fields[plan.surnames].offset
        guard sharesSound(a, given, b, surnames), sharesSound(a, surnames, b, given) else { return nil }
        let other = index == plan.givenNames ? plan.surnames : plan.givenNames
        let own = index == plan.givenNames ? given : surnames
        let theirs = index == plan.givenNames ? surnames : given
        let cross = matchNames(index, a, own, b, theirs)
        guard isAgreement(cross.level), isAgreement(matchNames(other, a, theirs, b, own).level),
            !isAgreement(matchNames(other, a, theirs, b, theirs).level)
        else { return nil }
        // The words are counted where they belong and where they stand: the commoner count is the one to trust.
        let far = matchNames(other, a, own, b, theirs)
        return logU(index, .exchanged)
            + min(cross.adjustment - logU(index, cross.level), far.adjustment - logU(other, far.level))
    }

    /// Whether a name in `a` from `x` sounds like one in `b` from `y`.
    @inline(__always)
    private func sharesSound(_ a: Row, _ x: Int, _ b: Row, _ y: Int) -> Bool {
        for i in 0..<3 where a[x + i] != 0 {
            let sound = words[a[x + i]].sound
            for j in 0..<3 where b[y + j] != 0 && words[b[y + j]].sound == sound { return true }
        }
        return false
    }

    private func isAgreement(_ level: Level) -> Bool {
        switch level {
        case .same, .sameOtherOrder, .sameOtherMissing, .soundsAlike, .soundsAlikeOtherMissing: true
        default: false
        }
    }

    /// Matches the names in `a` from `x` with those in `b` from `y`, weighed as those of `field`.
    @inline(__always)
    func matchNames(_ field: Int, _ a: Row, _ x: Int, _ b: Row, _ y: Int) -> NameMatch {
        if a[x] == 0 || b[y] == 0 { return NameMatch() }
        // The common case: nothing of it is equal, not even in sound.
        if a[x + 1] == 0, b[y + 1] == 0 { return matchSingle(field, a[x], b[y]) }
        return matchSeveral(field, a, x, b, y)
    }

    private func matchSingle(_ field: Int, _ a: UInt32, _ b: UInt32) -> NameMatch {
        let relation = WordRelation.between(a, b, words)
        let level: Level =
            switch relation {
            case .none: .different
            case .initial: .initial
            case .close: .close
            case .nickname: .nickname
            case .soundsAlike: .soundsAlike
            case .same: .same
            }
        return NameMatch(level: level, adjustment: whole(field, level, words: 1, logs: log(field, relation, a, b)))
    }

    private func matchSeveral(_ field: Int, _ a: Row, _ x: Int, _ b: Row, _ y: Int) -> NameMatch {
        // Four bits for each pair of words, by relation.
        var relations: UInt64 = 0
        for i in 0..<3 {
            let left = a[x + i]
            if left == 0 { break }
            let facts = words[left]
            for j in 0..<3 {
                let right = b[y + j]
                if right == 0 { break }
                let relation = left == right ? .same : WordRelation.unlike(facts, words[right], words)
                relations |= UInt64(relation.rawValue) << UInt64(i * 12 + j * 4)
            }
        }
        if relations == 0 {
            let (left, right) = (words[a[x + 3]], words[b[y + 3]])
            if left.sound != right.sound { return NameMatch(level: .different) }
        }
        return matchRelated(field, a, x, b, y, relations)
    }

    /// Matches names of which some are related: the best relations first, each word once.
    @inline(never)
    private func matchRelated(
        _ field: Int, _ a: Row, _ x: Int, _ b: Row, _ y: Int, _ relations: UInt64
    ) -> NameMatch {
        let countA = a[x + 2] != 0 ? 3 : a[x + 1] != 0 ? 2 : 1
        let countB = b[y + 2] != 0 ? 3 : b[y + 1] != 0 ? 2 : 1
        var left = relations
        var matched = 0
        var weakest = WordRelation.same
        var strongest = WordRelation.none
        var logs: Float = 0
        var inOrder = true
        while left != 0 {
            var best: UInt8 = 0
            var at = 0
            for place in 0..<9 {
                let relation = UInt8(left >> UInt64(place / 3 * 12 + place % 3 * 4) & 15)
                if relation > best {
                    best = relation
                    at = place
                }
            }
            guard let relation = WordRelation(rawValue: best), relation != .none else { break }
            let (i, j) = (at / 3, at % 3)
            // Neither word is there for another.
            left &= ~(0xFFF << UInt64(i * 12)) & ~(0xF_00F_00F << UInt64(j * 4))
            matched += 1
            weakest = min(weakest, relation)
            strongest = max(strongest, relation)
            logs += log(field, relation, a[x + i], b[y + j])
            inOrder = inOrder && i == j
        }
        if matched < max(countA, countB) {
            // Written together on one side, apart on the other.
            let (left, right) = (a[x + 3], b[y + 3])
            if left == right || words[left].sound == words[right].sound {
                let level: Level = left == right ? .same : .soundsAlike
                return NameMatch(level: level, adjustment: whole(field, level, words: 2, logs: Self.joinedLog))
            }
        }
        return NameMatch(
            matched: matched, of: (countA, countB), weakest: weakest, strongest: strongest, inOrder: inOrder
        ) { level, isWhole in
            isWhole
                ? whole(field, level, words: matched, logs: logs)
                : logs == 0 ? 0 : Float(matched) * chances[field].partsEqual - logs
        }
    }

    /// What two names that agree as one joined word are taken to weigh: two words of one in five hundred.
    private static let joinedLog: Float = -18

    /// log2 of the share of the word that two have in common: the word itself, or what sounds like it. Of a nickname and
    /// of what is only spelled nearly alike, two and four times as much, for there are more of such names.
    private func log(_ field: Int, _ relation: WordRelation, _ a: UInt32, _ b: UInt32) -> Float {
        switch relation {
        case .same: logShare(field, a)
        case .soundsAlike: logPartShare(field, words[a].sound, words[b].sound)
        case .nickname: logPartShare(field, words[a].sound, words[b].sound) + 1
        case .close: logPartShare(field, words[a].sound, words[b].sound) + 2
        case .initial: -4
        case .none: 0
        }
    }

    /// The adjustment where all names of both sides agree: log2(u) of the level against the share of rows that have so
    /// many names, these.
    private func whole(_ field: Int, _ level: Level, words: Int, logs: Float) -> Float {
        if level == .different || level == .notCompared { return 0 }
        return logU(field, level) - logs - chances[field].widths[min(3, words)]
    }
}

extension PairScorer.NameMatch {
    /// The level of several names of which some go together.
    fileprivate init(
        matched: Int, of count: (Int, Int), weakest: WordRelation, strongest: WordRelation, inOrder: Bool,
        adjustment: (PairScorer.Level, Bool) -> Float
    ) {
        if matched == 0 {
            level = .different
        } else if matched == count.0, matched == count.1 {
            level =
                switch weakest {
                case .same: inOrder ? .same : .sameOtherOrder
                case .soundsAlike: .soundsAlike
                case .nickname: .nickname
                case .close: .close
                case .initial: strongest >= .soundsAlike ? .sameOtherMissing : .initial
                case .none: .different
                }
        } else if matched == min(count.0, count.1) {
            level =
                switch weakest {
                case .same: .sameOtherMissing
                case .soundsAlike, .nickname, .close: .soundsAlikeOtherMissing
                case .initial: .initial
                case .none: .different
                }
        } else {
            level = strongest >= .soundsAlike ? .oneOfSeveral : .different
        }
        let isWhole = matched == count.0 && matched == count.1 && weakest != .initial
        self.adjustment = level == .different || level == .initial ? 0 : adjustment(level, isWhole)
    }
}
