import AmparoModel

/// A row of a feed, as a file holds it.
struct FeedRow {
    var given = ""
    var surnames = ""
    var birth: Day?
    var sex = ""
    var country = ""
    var language = ""
    var origin = ""
    var entered: Day?
    var aNumber = ""
}

/// Two feeds about the same invented children, and which rows are one child.
struct InventedFeeds {
    private(set) var left: [FeedRow] = []
    private(set) var right: [FeedRow] = []
    /// Row of the left feed, row of the right one.
    private(set) var truth: [(Int, Int)] = []

    private let mix: ErrorMix
    private let girls: Ranked
    private let boys: Ranked
    private let surnames: Ranked
    private let mayan: Ranked
    private var chance: Chance

    /// - Parameters:
    ///   - shared: share of the right feed's children who are in the left one.
    init(left: Int, right: Int, mix: ErrorMix, seed: UInt64, shared: Double = 0.9) {
        self.mix = mix
        girls = Ranked(InventedNames.girls, skew: mix.skew)
        boys = Ranked(InventedNames.boys, skew: mix.skew)
        surnames = Ranked(InventedNames.surnames, skew: mix.skew)
        mayan = Ranked(InventedNames.mayan, skew: mix.skew)
        chance = Chance(seed)
        build(left, right, shared)
    }

    private mutating func build(_ leftCount: Int, _ rightCount: Int, _ shared: Double) {
        let sharedCount = min(leftCount, Int(Double(rightCount) * shared))
        let people = leftCount + rightCount - sharedCount
        // Who is where is drawn, so that brothers and sisters are often in one feed only.
        var places = (0..<people).map { $0 < sharedCount ? UInt8(3) : $0 < leftCount ? 1 : 2 }
        shuffle(&places)
        var rightRows: [(FeedRow, Int)] = []
        var last = child(like: nil)
        for index in 0..<people {
            let person = child(like: index > 0 && chance.hit(0.12) ? last : nil)
            last = person
            if places[index] & 1 != 0 { left.append(told(person, rate: mix.firstFeed)) }
            if places[index] & 2 != 0 {
                rightRows.append((told(person, rate: 1), places[index] & 1 != 0 ? left.count - 1 : -1))
            }
        }
        shuffle(&rightRows)
        for (row, partner) in rightRows {
            if partner >= 0 { truth.append((partner, right.count)) }
            right.append(row)
        }
    }

    private mutating func shuffle<Element>(_ list: inout [Element]) {
        for index in list.indices.dropFirst() { list.swapAt(index, chance.below(index + 1)) }
    }

    private struct Child {
        var given: [String]
        var surnames: [String]
        var row: FeedRow
        var isMayan: Bool
    }

    private mutating func child(like relative: Child?) -> Child {
        var row = FeedRow()
        if let relative { row = relative.row } else { settle(&row) }
        let isMayan = relative?.isMayan ?? (row.country == "GT" && chance.hit(0.28))
        row.sex = chance.hit(0.35) ? "F" : "M"
        let names = row.sex == "F" ? girls : boys
        var given = [names.draw(&chance)]
        if chance.hit(0.55) {
            given.append(names.draw(&chance))
            if given[0] == given[1] { given.removeLast() }
        }
        let entered = row.entered ?? Day(number: 19_000)
        let isTwin = relative != nil && chance.hit(0.03)
        if !isTwin {
            let ages = [3, 9, 13, 14, 15, 16, 17, 17]
            let age = ages[chance.below(ages.count)]
            row.birth = entered.adding(days: -(age * 365 + chance.below(365)))
            // Some never knew the day.
            if chance.hit(0.02), let birth = row.birth { row.birth = Day(year: birth.year, month: 1, day: 1) }
        }
        if relative == nil {
            row.language = isMayan && chance.hit(0.5) ? chance.pick(["mam", "kek", "quc", "kjb"]) : "spa"
        }
        row.aNumber = "2" + String(String(100_000_000 + chance.below(99_999_999)).dropFirst())
        return Child(
            given: given, surnames: relative?.surnames ?? [surname(isMayan), surname(isMayan)], row: row,
            isMayan: isMayan)
    }

    private mutating func settle(_ row: inout FeedRow) {
        row.country = chance.pick(["GT", "GT", "GT", "GT", "HN", "HN", "HN", "SV", "MX", "EC"])
        row.entered = Day(number: Int32(18_500 + chance.below(1826)))
        // A few places send many.
        let at = min(chance.share(), min(chance.share(), chance.share()))
        let place = Int(at * Double(InventedNames.departments.count * 15))
        let name =
            "San \(InventedNames.saints[place % InventedNames.saints.count]) "
            + InventedNames.places[place / 3 % InventedNames.places.count]
        row.origin = "\(row.country)/\(InventedNames.departments[place / 15])/\(name)"
    }

    private mutating func surname(_ isMayan: Bool) -> String {
        if isMayan { return mayan.draw(&chance) }
        if chance.hit(0.02) {
            return chance.pick(InventedNames.particles) + " " + chance.pick(InventedNames.behindParticles)
        }
        return surnames.draw(&chance)
    }

    /// What one agency wrote down of a child.
    private mutating func told(_ child: Child, rate: Double) -> FeedRow {
        var row = child.row
        var given = child.given
        var surnames = child.surnames
        tellNames(&given, &surnames, isMayan: child.isMayan, rate: rate)
        row.given = given.joined(separator: " ")
        row.surnames = surnames.joined(separator: " ")
        if chance.hit(mix.exchanged * rate) { swap(&row.given, &row.surnames) }
        tellBirth(&row, rate: rate)
        tellTheRest(&row, rate: rate)
        if rate == 1 {
            row.given = Respelling.plain(row.given)
            row.surnames = Respelling.plain(row.surnames)
            if !chance.hit(mix.numbers) { row.aNumber = "" }
        } else if mix.numbers == 0 {
            row.aNumber = ""
        }
        return row
    }

    private mutating func tellNames(_ given: inout [String], _ surnames: inout [String], isMayan: Bool, rate: Double) {
        for index in given.indices {
            if chance.hit(mix.nickname * rate), let short = Respelling.nickname(given[index], &chance) {
                given[index] = short
            }
            spell(&given[index], isMayan: false, rate: rate * 0.5)
        }
        for index in surnames.indices { spell(&surnames[index], isMayan: isMayan, rate: rate) }
        if given.count > 1 {
            if chance.hit(mix.secondGivenDropped * rate) {
                given.remove(at: chance.hit(0.8) ? 1 : 0)
            } else if chance.hit(mix.givenReordered * rate) {
                given.reverse()
            } else if chance.hit(mix.initialOnly * rate) {
                given[1] = String(given[1].prefix(1))
            }
        }
        if chance.hit(mix.maternalDropped * rate) {
            surnames.remove(at: chance.hit(0.9) ? 1 : 0)
        } else if chance.hit(mix.surnamesReordered * rate) {
            surnames.reverse()
        } else if chance.hit(mix.surnamesJoined * rate) {
            surnames = [surnames.joined(separator: chance.hit(0.5) ? "-" : "")]
        }
    }

    private mutating func spell(_ name: inout String, isMayan: Bool, rate: Double) {
        if chance.hit(mix.respelled * rate) { name = Respelling.byEar(name, isMayan: isMayan, &chance) }
        if chance.hit(mix.mistyped * rate) { name = Respelling.mistyped(name, &chance) }
    }

    private mutating func tellBirth(_ row: inout FeedRow, rate: Double) {
        guard let birth = row.birth else { return }
        let date = birth.date
        if chance.hit(mix.birthMissing * rate) {
            row.birth = nil
        } else if chance.hit(mix.firstOfJanuary * rate) {
            row.birth = Day(year: date.year, month: 1, day: 1)
        } else if chance.hit(mix.otherYear * rate) {
            let years = [-3, -2, -1, -1, 1, 1, 2][chance.below(7)]
            row.birth = Day(year: date.year + years, month: date.month, day: min(28, date.day))
        } else if chance.hit(mix.dayMonthSwapped * rate) {
            row.birth = Day(year: date.year, month: date.day, day: date.month) ?? birth
        } else if chance.hit(mix.birthDigit * rate) {
            row.birth =
                chance.hit(0.5)
                ? Day(year: date.year, month: date.month, day: 1 + chance.below(28))
                : Day(year: date.year, month: 1 + chance.below(12), day: min(28, date.day))
        }
    }

    private mutating func tellTheRest(_ row: inout FeedRow, rate: Double) {
        if chance.hit(mix.originMissing * (rate < 1 ? 0.6 : 1)) {
            row.origin = ""
        } else if chance.hit(mix.originOther * rate) {
            var other = row
            settle(&other)
            row.origin = row.country + other.origin.dropFirst(2)
        } else if chance.hit(mix.originMistyped * rate) {
            row.origin = Respelling.mistyped(row.origin, &chance)
        }
        if chance.hit(mix.enteredMissing * rate) {
            row.entered = nil
        } else if chance.hit(mix.enteredShifted * rate) {
            row.entered = row.entered?.adding(days: 1 + chance.below(3))
        } else if chance.hit(mix.enteredOther * rate) {
            row.entered = row.entered?.adding(days: chance.below(120) - 60)
        }
        if chance.hit(mix.sexMissing * rate) { row.sex = "" }
        if chance.hit(mix.sexWrong * rate) { row.sex = row.sex == "F" ? "M" : "F" }
        if chance.hit(mix.countryWrong * rate) { row.country = chance.pick(["GT", "HN", "SV", "MX"]) }
        if chance.hit(mix.languageMissing * rate) { row.language = "" }
        if row.language != "spa", !row.language.isEmpty, chance.hit(mix.languageAsSpanish * rate) {
            row.language = "spa"
        }
    }
}
