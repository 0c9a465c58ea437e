internal import AmparoLinkage
internal import AmparoModel
public import AmparoStore
internal import Synchronization

/// Works blind indexes out again at a rebuild, by opening the rows with their persons' keys. Rows of a person whose key was
/// destroyed give none: the person stays forgotten.
public final class OpenedHints: BlindDeriving {
    private let store: RecordStore
    private let blinds: [BlindIndexes]
    private let standardiser: Mutex<AddressStandardiser>
    private let lastKey: Mutex<PersonKey?>

    /// Hints for every entry of a store.
    public init(_ store: RecordStore) throws {
        self.store = store
        let book = try store.snapshots()
        var made: [String: BlindIndexes] = [:]
        var blinds: [BlindIndexes] = [BlindIndexes(store.secrets, issuer: "")]
        for snapshot in book.all {
            let indexes = made[snapshot.issuer] ?? BlindIndexes(store.secrets, issuer: snapshot.issuer)
            made[snapshot.issuer] = indexes
            blinds.append(indexes)
        }
        self.blinds = blinds
        standardiser = Mutex(AddressStandardiser())
        lastKey = Mutex(nil)
    }

    /// The hints of a row's entry.
    public func hints(for entry: EntryView, index: Int, isFirst: Bool) throws -> BlindHints {
        var hint = BlindHints()
        guard let kind = entry.kind.recordKind, entry.snapshot >= 0, entry.snapshot < blinds.count,
            isFirst || Self.isTelling(kind), let text = try open(entry)
        else { return hint }
        let blind = blinds[Int(entry.snapshot)]
        text.withUnsafeBytes { sealed in
            let plain = UnsafeRawBufferPointer(rebasing: entry.payload.dropFirst(8))
            let parts = SealedParts(kind, sealed: sealed, plain: plain)
            let identity = RowIdentity(kind: kind, anchor: entry.anchor, parts: parts)
            if isFirst, let subject = Self.subject(kind, sealed) { identity.addSubject(subject, blind, to: &hint) }
            identity.addNumbersAndNames(blind, to: &hint)
            let kept = Kept(plain)
            if let number = parts.sponsor, kept.sponsor != 0 {
                hint.identifiers.append((.sponsorNumber, blind.sponsorNumber.value(of: number), kept.sponsor))
            }
            if parts.hasAddress, kept.address != nil || kept.building != nil {
                addAddress(parts.address, kept, blind, to: &hint)
            }
        }
        return hint
    }

    private static func isTelling(_ kind: RecordKind) -> Bool {
        [.referral, .courtCase, .release, .application, .address, .notice, .mailing].contains(kind)
    }

    /// The sealed text of a row; nil when nothing is sealed or the key is gone.
    private func open(_ entry: EntryView) throws -> [UInt8]? {
        guard let person = entry.sealedPerson else { return nil }
        var key = lastKey.withLock { $0?.person == person ? $0 : nil }
        if key == nil {
            key = try store.keys.key(for: person, creatingMissing: false)
            if let key { lastKey.withLock { $0 = key } }
        }
        guard let key else { return nil }
        return try Seal.open(entry.sealed, with: key, entry: entry.id, field: .row)
    }

    /// The subject's number as the row's own column tells it.
    private static func subject(_ kind: RecordKind, _ sealed: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        let id = kind.table.id(kind.table.subjectColumn)
        var reader = SealedTextReader(sealed)
        while let field = reader.next() {
            if field.id == id { return field.text }
        }
        return nil
    }

    private func addAddress(
        _ address: AddressParts, _ kept: Kept, _ blind: BlindIndexes, to hint: inout BlindHints
    ) {
        let standard = standardiser.withLock { standardiser in
            standardiser.standardise(
                line1: Array(address.line1), line2: Array(address.line2), city: Array(address.city),
                state: Array(address.state), zip: Array(address.zip))
        }
        if let surrogate = kept.address {
            var key: [UInt8] = []
            standard.key(into: &key)
            hint.addresses.append((1, key.withUnsafeBytes { blind.address.value(of: $0) }, surrogate))
        }
        if let surrogate = kept.building {
            var key: [UInt8] = []
            standard.buildingKey(into: &key)
            hint.addresses.append((2, key.withUnsafeBytes { blind.building.value(of: $0) }, surrogate))
        }
    }

    /// Derived numbers of a payload.
    private struct Kept {
        var address: Int64?
        var building: Int64?
        var sponsor: Int64 = 0

        init(_ plain: UnsafeRawBufferPointer) {
            var reader = PayloadReader(plain)
            while let field = reader.next() {
                switch field.id {
                case DerivedField.addressKey: address = field.number
                case DerivedField.buildingKey: building = field.number
                case DerivedField.sponsor: sponsor = field.number
                default: break
                }
            }
        }
    }
}
