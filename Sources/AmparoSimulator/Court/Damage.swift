extension CourtDefect {
    /// The record damaged this way, or nil when this row does not lend itself to it.
    ///
    /// What can be repaired has exactly one repair under court-data-format.md 2.1; what cannot has none.
    func applied(to record: ArraySlice<UInt8>, kinds: [UInt8], chance: inout Chance) -> [UInt8]? {
        var fields = record.split(separator: 0x09, omittingEmptySubsequences: false).map(Array.init)
        let whole = fields
        switch self {
        case .cityInTwo:
            guard let blank = fields[1].firstIndex(of: 0x20), fields[2].count == 2, fields[1].count - blank > 3 else {
                return nil
            }
            let (first, second) = (Array(fields[1][..<blank]), Array(fields[1][(blank + 1)...]))
            fields.replaceSubrange(1...1, with: [first, second])
        case .cityShifted:
            guard fields[1].count > 2, fields[2].count == 2 else { return nil }
            fields.insert([], at: 1)
        case .extraTabInProceeding, .extraTabInSchedule, .extraTabInApplication, .extraTabInCharge:
            for _ in 0..<24 {
                var tried = whole
                tried.insert([], at: 2 + chance.below(whole.count - 3))
                if Self.repairs(of: tried, kinds: kinds) == [whole] { return Self.joined(tried) }
            }
            return nil
        case .surplusTextInCase, .surplusTextInCharge:
            for _ in 0..<5 { fields.insert(Array("SEE FILE".utf8), at: 1) }
        case .shortSchedule, .shortApplication:
            // Case and proceeding are lost, so a date stands where a number must.
            fields.removeSubrange(1...2)
        case .splitProceeding, .splitSchedule:
            let places = (4..<fields.count - 4).filter { at in
                fields[at].count > 1 && fields[at].allSatisfy { (0x41...0x5A).contains($0) }
            }
            guard !places.isEmpty else { return nil }
            let at = chance.pick(places)
            fields[at].insert(0x0A, at: 0)
        case .nulInside:
            guard let at = fields.indices.dropFirst(3).first(where: { kinds[$0] == 0x74 && fields[$0].count > 1 })
            else {
                return nil
            }
            fields[at].insert(0, at: 1)
        case .nulAlone:
            guard let at = fields.indices.dropFirst(3).first(where: { kinds[$0] == 0x74 && fields[$0].isEmpty }) else {
                return nil
            }
            fields[at] = [0]
        default: return nil
        }
        return Self.joined(fields)
    }

    private static func joined(_ fields: [[UInt8]]) -> [UInt8] { Array(fields.joined(separator: [0x09])) }

    /// All rows that the deletion of one empty field can give and in which no column holds what it never holds.
    private static func repairs(of fields: [[UInt8]], kinds: [UInt8]) -> [[[UInt8]]] {
        var found: [[[UInt8]]] = []
        for at in fields.indices where fields[at].isEmpty {
            var tried = fields
            tried.remove(at: at)
            if isPlausible(tried, kinds: kinds), !found.contains(tried) { found.append(tried) }
        }
        return found
    }

    /// The weakest check a reader may make: dates where dates stand and nowhere else, digits in numbers.
    private static func isPlausible(_ fields: [[UInt8]], kinds: [UInt8]) -> Bool {
        for (field, kind) in zip(fields, kinds) {
            let isDate = field.count > 9 && field[4] == 0x2D && field[7] == 0x2D && field[0] < 0x3A
            switch kind {
            case 0x64: if !field.isEmpty, !isDate { return false }
            case 0x6B, 0x69: if !field.allSatisfy({ (0x30...0x39).contains($0) }) { return false }
            default: if isDate { return false }
            }
        }
        return true
    }
}
