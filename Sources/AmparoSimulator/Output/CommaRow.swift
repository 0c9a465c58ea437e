internal import AmparoModel

extension Bytes {
    /// One field of an RFC 4180 row and the comma before it, except at the start of a row.
    mutating func field(_ value: String) {
        comma()
        guard value.utf8.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else {
            text(value)
            return
        }
        byte(0x22)
        for code in value.utf8 {
            if code == 0x22 { byte(0x22) }
            byte(code)
        }
        byte(0x22)
    }

    mutating func field(_ value: Int) {
        comma()
        number(value)
    }

    mutating func field(_ value: Day?) {
        comma()
        if let value { day(value) }
    }

    mutating func field(_ value: Instant?) {
        comma()
        if let value { instant(value) }
    }

    /// The five columns of an address.
    mutating func fields(_ address: WrittenAddress) {
        field(address.line1)
        field(address.line2)
        field(address.city)
        field(address.state)
        field(address.zip)
    }

    mutating func endRow() { byte(0x0A) }

    private mutating func comma() {
        if let last = storage.last, last != 0x0A { byte(0x2C) }
    }
}
