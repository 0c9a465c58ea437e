internal import AmparoModel

// The first pass: what each table says about whose case it is. Only the columns that say anything are looked at.

/// A_TblCase: the cases there are, their birth months, asylum types, priorities and A-numbers.
struct CaseVisitor: RecordVisitor {
    struct Columns: Sendable {
        let key: Int
        let birth: Int
        let asylum: Int
        let priority: Int
        /// Only where the profile has it and somebody asks.
        let aNumber: Int?
        let rules: ChildSignalRules
    }
    struct Case: Sendable {
        var number: Int64
        /// Months from January of year 0; 0 when there is none.
        var birth: Int32
        var isChild: Bool
    }

    let columns: Columns
    let room: FieldRoom
    var cases: [Case] = []
    /// Nine digits for every case of `cases`, zeros where it has none; empty unless asked for.
    var aNumbers: [Byte] = []

    init(_ columns: Columns) {
        self.columns = columns
        room = FieldRoom(
            max(columns.key, columns.birth, columns.asylum, columns.priority, columns.aNumber ?? 0) + 1)
    }

    mutating func visit(_ record: Record) -> RecordFault? {
        let fields = RecordFields(record, room)
        let number = fields.number(columns.key)
        guard number >= 0 else { return .key(columns.key) }
        let birth = fields.value(columns.birth)
        let asylum = fields.value(columns.asylum)
        let priority = fields.value(columns.priority)
        cases.append(
            Case(
                number: number, birth: Int32(truncatingIfNeeded: birthMonthNumber(birth.bytes, birth.count) ?? 0),
                isChild: columns.rules.isJuvenileAsylum(asylum.bytes, asylum.count)
                    || columns.rules.isPriority(priority.bytes, priority.count)))
        if let position = columns.aNumber {
            let value = fields.value(position)
            let digits = aNumberDigits(value.bytes, value.count) ?? InlineArray<9, Byte>(repeating: 0)
            for index in 0..<9 { aNumbers.append(digits[index]) }
        }
        return nil
    }
}

/// B_TblProceeding: the proceedings there are, charging documents issued to somebody certainly under 18, and listed
/// locations on the day the proceeding was entered.
struct ProceedingVisitor: RecordVisitor {
    struct Columns: Sendable {
        let key: Int
        let subject: Int
        let issued: Int
        let entered: Int
        let location: Int
        let rules: ChildSignalRules
        let births: BirthMonths
    }

    let columns: Columns
    let room: FieldRoom
    var proceedings: [Int64] = []
    var children: [Int64] = []

    init(_ columns: Columns) {
        self.columns = columns
        room = FieldRoom(
            max(columns.key, columns.subject, columns.issued, columns.entered, columns.location) + 1)
    }

    mutating func visit(_ record: Record) -> RecordFault? {
        let fields = RecordFields(record, room)
        let number = fields.number(columns.key)
        guard number >= 0 else { return .key(columns.key) }
        let subject = fields.number(columns.subject)
        guard subject >= 0 else { return .key(columns.subject) }
        proceedings.append(number)
        let birth = columns.births.month(of: subject)
        if let birth {
            let issued = fields.value(columns.issued)
            if monthNumber(issued.bytes, issued.count) < birth + 216, Stamp(issued.bytes, issued.count) != nil {
                children.append(subject)
                return nil
            }
        }
        let location = fields.value(columns.location)
        if columns.rules.isListed(location.bytes, location.count) {
            let entered = fields.value(columns.entered)
            guard let birth, let stamp = Stamp(entered.bytes, entered.count),
                BirthMonthAge.isCertainlyEighteen(bornIn: birth, on: stamp.day)
            else {
                children.append(subject)
                return nil
            }
        }
        return nil
    }

    /// The months from year 0 of a date; more than any month when it is none.
    @inline(__always)
    private func monthNumber(_ bytes: UnsafePointer<Byte>, _ count: Int) -> Int {
        guard count >= 10 else { return .max }
        let year = plainNumber(bytes, 4)
        let month = plainNumber(bytes + 5, 2)
        return year < 0 || month < 0 ? .max : Int(year) &* 12 &+ Int(month) &- 1
    }
}

/// tbl_schedule: hearings at listed locations of somebody who on that day is not certainly 18.
struct ScheduleVisitor: RecordVisitor {
    struct Columns: Sendable {
        let key: Int
        let subject: Int
        let location: Int
        let day: Int
        let calendar: Int
        let record: Int
        let schedule: Int
        let fieldCount: Int
        let rules: ChildSignalRules
        let births: BirthMonths
    }

    let columns: Columns
    let room: FieldRoom
    let whole: FieldRoom
    var children: [Int64] = []

    init(_ columns: Columns) {
        self.columns = columns
        room = FieldRoom(max(columns.key, columns.subject, columns.location) + 1)
        whole = FieldRoom(columns.fieldCount)
    }

    mutating func visit(_ record: Record) -> RecordFault? {
        let fields = RecordFields(record, room)
        guard fields.number(columns.key) >= 0 else { return .key(columns.key) }
        let subject = fields.number(columns.subject)
        guard subject >= 0 else { return .key(columns.subject) }
        let location = fields.value(columns.location)
        guard columns.rules.isListed(location.bytes, location.count) else { return nil }
        if isChildsHearing(RecordFields(record, whole), subject) { children.append(subject) }
        return nil
    }

    private func isChildsHearing(_ fields: RecordFields, _ subject: Int64) -> Bool {
        let date = fields.value(columns.day)
        guard let stamp = Stamp(date.bytes, date.count),
            columns.rules.isHearing(
                calendar: fields.value(columns.calendar), record: fields.value(columns.record),
                schedule: fields.value(columns.schedule), on: stamp.day)
        else { return false }
        guard let birth = columns.births.month(of: subject) else { return true }
        return !BirthMonthAge.isCertainlyEighteen(bornIn: birth, on: stamp.day)
    }
}

/// The tables in which one column says it: juvenile rows, riders, identifiers, the history of priorities.
struct WordVisitor: RecordVisitor {
    enum Word: Sendable {
        case juvenileCode
        case active
        case identifier
        case priority
    }
    struct Columns: Sendable {
        let key: Int
        let subject: Int
        let position: Int
        let word: Word
        let rules: ChildSignalRules
    }

    let columns: Columns
    let room: FieldRoom
    var children: [Int64] = []

    init(_ columns: Columns) {
        self.columns = columns
        room = FieldRoom(max(columns.key, columns.subject, columns.position) + 1)
    }

    mutating func visit(_ record: Record) -> RecordFault? {
        let fields = RecordFields(record, room)
        guard fields.number(columns.key) >= 0 else { return .key(columns.key) }
        let subject = fields.number(columns.subject)
        guard subject >= 0 else { return .key(columns.subject) }
        let value = fields.value(columns.position)
        let says =
            switch columns.word {
            case .juvenileCode: columns.rules.isJuvenileCode(value.bytes, value.count)
            case .active: columns.rules.isActive(value.bytes, value.count)
            case .identifier: columns.rules.isIdentifier(value.bytes, value.count)
            case .priority: columns.rules.isPriority(value.bytes, value.count)
            }
        if says { children.append(subject) }
        return nil
    }
}
