internal import AmparoLinkage
internal import AmparoModel
internal import AmparoStore

extension AddressRegisters {
    /// The four registers of a child, from the plain payloads of its rows: surrogates of addresses, days and states.
    init(_ child: GatheredChild, asOf: Day) {
        self.init(
            child.rows.compactMap { row in child.withPayload(of: row) { Self.statement(row.kind, $0) } }, asOf: asOf)
    }

    private static func statement(_ kind: RecordKind, _ payload: UnsafeRawBufferPointer) -> RegisterStatement? {
        let columns: (day: UInt8, state: UInt8)
        switch kind {
        case .release: columns = (CareColumn.Release.released, CareColumn.Release.state)
        case .address: columns = (CareColumn.Address.reported, CareColumn.Address.state)
        case .notice: columns = (CareColumn.Notice.served, CareColumn.Notice.state)
        default: return nil
        }
        var way: RegisterStatement.Way? = kind == .release ? .release : kind == .notice ? .notice : nil
        var day: Day?
        var address: Int64?
        var state = ""
        var reader = PayloadReader(payload)
        while let field = reader.next() {
            switch field.id {
            case columns.day: day = field.day
            case columns.state: state = String(decoding: field.bytes, as: UTF8.self).uppercased()
            case DerivedField.addressKey: address = field.number
            case CareColumn.Address.source where kind == .address:
                way = field.term.map { CareVocabulary.addressSource.word($0) }.flatMap {
                    RegisterStatement.Way(rawValue: $0)
                }
            default: break
            }
        }
        guard let way, let day, address != nil || !state.isEmpty else { return nil }
        return RegisterStatement(way: way, day: day, address: address, state: state)
    }
}
