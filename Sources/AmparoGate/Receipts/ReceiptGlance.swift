internal import AmparoModel
internal import AmparoSharing

/// What is needed of a receipt by those who look through many: whether anything was shown, why not, and what must be deleted.
/// The names of fields, most of a receipt, are passed over.
struct ReceiptGlance {
    /// A clause of an agreement under which something was shown, that must be deleted after some days.
    struct Retained {
        /// The agreement's name with its version.
        let agreement: String
        /// The clause's id.
        let clause: String
        /// Days from the disclosure.
        let days: Int
    }

    /// The recipient's agency.
    let agency: String
    /// As in `Receipt`.
    let refusal: String
    /// Whether any field was shown.
    let isGranted: Bool
    /// What was shown under an obligation to delete it, in the order of the receipt's groups.
    let retained: [Retained]

    /// Glances at a receipt's canonical bytes; nil for bytes that begin like no receipt.
    init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = ReceiptBytesReader(bytes)
        guard reader.byte() == Receipt.format, reader.slice() != nil else { return nil }
        for _ in 0..<4 { guard reader.number() != nil else { return nil } }
        guard let agency = reader.text() else { return nil }
        for _ in 0..<7 { guard reader.slice() != nil else { return nil } }
        guard let refusal = reader.text(), reader.skipNumbers(), let groups = reader.count() else { return nil }
        var isGranted = false
        var retained: [Retained] = []
        for _ in 0..<groups {
            guard let outcome = reader.text(), reader.slice() != nil, let rule = reader.slice(),
                reader.slice() != nil, let clause = reader.slice(), reader.slice() != nil,
                let obligations = reader.texts(), reader.skipNames()
            else { return nil }
            guard Receipt.Group.isShown(outcome) else { continue }
            isGranted = true
            guard let days = obligations.compactMap({ ObligationSet.retainDays(in: $0) }).min() else { continue }
            retained.append(
                Retained(
                    agreement: String(decoding: rule, as: UTF8.self), clause: String(decoding: clause, as: UTF8.self),
                    days: days))
        }
        self.agency = agency
        self.refusal = refusal
        self.isGranted = isGranted
        self.retained = retained
    }
}
