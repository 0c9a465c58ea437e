internal import AmparoModel

/// Dates as an English text writes them: `December 21, 2025`, `Dec. 9, 2025`; `YYYY-MM-DD` as well.
enum LongDate {
    private static let months: [StaticString] = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]

    /// The day of such a date; nil for anything else, a date that does not exist included.
    static func day(_ bytes: UnsafeRawBufferPointer) -> Day? {
        if let day = Day(utf8: bytes) { return day }
        let words = bytes.split { CSVByte.isBlank($0) || $0 == CSVByte.comma }.map {
            UnsafeRawBufferPointer(rebasing: $0)
        }
        guard words.count == 3, let month = month(words[0]), (1...2).contains(words[1].count),
            let day = FieldText.integer(words[1]), words[2].count == 4, let year = FieldText.integer(words[2])
        else { return nil }
        return Day(year: Int(year), month: month, day: Int(day))
    }

    /// A month by its name, or by its first three letters or more with or without a full stop.
    private static func month(_ word: UnsafeRawBufferPointer) -> Int? {
        let letters = word.last == 0x2E ? UnsafeRawBufferPointer(rebasing: word.dropLast()) : word
        guard letters.count >= 3 else { return nil }
        return months.firstIndex { name in
            letters.count <= name.utf8CodeUnitCount
                && letters.indices.allSatisfy { FieldText.lower(letters[$0]) == name.utf8Start[$0] }
        }.map { $0 + 1 }
    }
}
