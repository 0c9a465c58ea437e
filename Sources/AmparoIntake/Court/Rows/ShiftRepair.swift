internal import AmparoModel

/// Takes surplus tabs out of a record (court-data-format 2.1): the first column whose content does not fit shows the
/// shift; one empty field at or before it is deleted, up to three times; then every column must fit. In A_TblCase a tab
/// inside the city is told by two capitals where the ZIP code belongs.
///
/// Often several empty fields could be the surplus one, and the published rule does not say which. The one is taken
/// after which the record fits furthest, and among those the one that leaves empty what is mostly empty in the public
/// file; when two different records are equally likely, nothing is guessed and the record stays in quarantine.
struct ShiftRepair {
    /// The most surplus tabs that are taken out of one record.
    static let mostTabs = 3

    private let bound: BoundTable
    private let city: Int?
    private let state: Int?
    private let zip: Int?

    init(_ bound: BoundTable) {
        self.bound = bound
        city = bound.kind == .courtCase ? bound.position(of: "alien_city") : nil
        state = bound.kind == .courtCase ? bound.position(of: "alien_state") : nil
        zip = bound.kind == .courtCase ? bound.position(of: "alien_zipcode") : nil
    }

    /// The record with as many fields as its table has; nil when it cannot be mended beyond doubt.
    func repaired(_ bytes: [Byte]) -> [Byte]? {
        // Joining appends to the end of the text, so that every field stays one range of it.
        var bytes = bytes
        var fields = ShiftRepair.fields(of: bytes)
        for _ in 0..<ShiftRepair.mostTabs where fields.count > bound.fieldCount {
            guard mendCity(&fields, &bytes) || deleteEmptyField(&fields, bytes) else { return nil }
        }
        guard fields.count == bound.fieldCount, firstViolation(in: fields, of: bytes) == nil else { return nil }
        var record: [Byte] = []
        record.reserveCapacity(bytes.count)
        for (index, field) in fields.enumerated() {
            if index > 0 { record.append(Mark.tab) }
            record += bytes[field]
        }
        return record
    }

    /// The fields of a record.
    static func fields(of bytes: [Byte]) -> [Range<Int>] {
        var fields: [Range<Int>] = []
        var start = 0
        for (index, byte) in bytes.enumerated() where byte == Mark.tab {
            fields.append(start..<index)
            start = index + 1
        }
        fields.append(start..<bytes.count)
        return fields
    }

    /// The first position whose content does not fit its column; surplus fields that hold something do not fit either.
    func firstViolation(in fields: [Range<Int>], of bytes: [Byte]) -> Int? {
        bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return fields.isEmpty ? nil : 0 }
            for (position, field) in fields.enumerated() {
                let (start, count) = trimmed(base + field.lowerBound, field.count)
                if position < bound.shapes.count {
                    if !bound.shapes[position].holds(start, count) { return position }
                } else if count > 0 {
                    return position
                }
            }
            return nil
        }
    }

    private func mendCity(_ fields: inout [Range<Int>], _ bytes: inout [Byte]) -> Bool {
        guard let city, let state, let zip, state == city + 1, zip == state + 1, zip < fields.count,
            isTwoCapitals(fields[zip], in: bytes)
        else { return false }
        for place in [city, state] where isBlank(fields[place], in: bytes) {
            fields.remove(at: place)
            return true
        }
        guard !isTwoCapitals(fields[state], in: bytes) else { return false }
        let start = bytes.count
        bytes += bytes[fields[city]] + [Mark.blank] + bytes[fields[state]]
        fields[city] = start..<bytes.count
        fields.remove(at: state)
        return true
    }

    private func deleteEmptyField(_ fields: inout [Range<Int>], _ bytes: [Byte]) -> Bool {
        let violated = firstViolation(in: fields, of: bytes) ?? fields.count - 1
        let empty = (0...violated).filter { place in
            // Of neighbours that are both empty it does not matter which goes.
            isBlank(fields[place], in: bytes) && (place == violated || !isBlank(fields[place + 1], in: bytes))
        }
        var best: (fits: Int, likelihood: Double, fields: [Range<Int>])?
        var isTie = false
        for place in empty {
            var candidate = fields
            candidate.remove(at: place)
            let fits = firstViolation(in: candidate, of: bytes) ?? Int.max
            let likelihood = likelihood(of: candidate, in: bytes)
            if let known = best {
                guard fits >= known.fits else { continue }
                if fits == known.fits {
                    if abs(likelihood - known.likelihood) < 0.5 { isTie = true }
                    guard likelihood > known.likelihood else { continue }
                    isTie = isTie && likelihood - known.likelihood < 0.5
                } else {
                    isTie = false
                }
            }
            best = (fits, likelihood, candidate)
        }
        guard let best, !isTie else { return false }
        fields = best.fields
        return true
    }

    /// How likely it is that just these columns are empty, as a natural logarithm.
    private func likelihood(of fields: [Range<Int>], in bytes: [Byte]) -> Double {
        var sum = 0.0
        for (position, field) in fields.enumerated() where position < bound.emptiness.count {
            sum += isBlank(field, in: bytes) ? bound.emptiness[position].empty : bound.emptiness[position].filled
        }
        return sum
    }

    private func isBlank(_ field: Range<Int>, in bytes: [Byte]) -> Bool { bytes[field].allSatisfy { $0 <= Mark.blank } }

    private func isTwoCapitals(_ field: Range<Int>, in bytes: [Byte]) -> Bool {
        let value = bytes[field].filter { $0 > Mark.blank }
        return value.count == 2 && value.allSatisfy { (0x41...0x5A).contains($0) }
    }
}

/// A value without the blanks and control characters at both ends.
@inline(__always)
func trimmed(_ bytes: UnsafePointer<Byte>, _ count: Int) -> (UnsafePointer<Byte>, Int) {
    var start = 0
    var end = count
    while start < end, bytes[start] <= Mark.blank { start &+= 1 }
    while end > start, bytes[end &- 1] <= Mark.blank { end &-= 1 }
    return (bytes + start, end &- start)
}
