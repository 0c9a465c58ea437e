public import AmparoModel
internal import AmparoSharing
internal import AmparoStore

/// A statement of disagreement as it travels with what is disputed (5 USC 552a(d)(4)). Made by the gate only.
public struct Disagreement: Hashable, Sendable {
    /// The entry that states it.
    public let entry: Int64
    /// The day it was stated, Washington time.
    public let day: Day
    /// The classes of fields that are disputed, by code; all when empty.
    public let classes: [String]
    /// The person's own words. Nil when their key was destroyed, and for somebody of DHS or on detail from there: nobody can
    /// tell which classes free words speak of, and what may be of a class that the floor closes is closed. They are told
    /// that the record is disputed; the privacy officer of the agency that gave it hands out the statement.
    public let words: String?
}

extension Gate {
    /// The statements of disagreement that go with these rows: those about a class of which something is shown. Opens what is
    /// sealed; not inside a read.
    func travelling(
        _ stated: [StatedDisagreement], with rows: [RecordRow], to requester: Requester
    ) throws -> [Disagreement] {
        guard !stated.isEmpty else { return [] }
        let shown = Set(
            rows.flatMap(\.fields).compactMap { plan.catalogue[$0.name]?.fieldClass.code })
        let isOfDHS = [requester.agency.code, requester.homeAgency.code].map(Account.department).contains("dhs")
        return try stated.filter { $0.classes.isEmpty || !shown.isDisjoint(with: $0.classes) }.map { stated in
            try opened(stated, withWords: !isOfDHS)
        }
    }

    /// A statement of disagreement with its words, where they may be told and can be read.
    func opened(_ stated: StatedDisagreement, withWords: Bool) throws -> Disagreement {
        Disagreement(
            entry: stated.entry, day: stated.day, classes: stated.classes,
            words: try withWords ? words(of: stated.entry) : nil)
    }

    /// The words that an entry seals; nil when their key was destroyed.
    func words(of entry: Int64) throws -> String? {
        let found = try journal.withEntry(entry) { ($0.sealedPerson, $0.id, [UInt8]($0.sealed)) }
        guard case (let person?, let id, let sealed)? = found,
            let key = try keys.key(for: person, creatingMissing: false)
        else { return nil }
        let text = try sealed.withUnsafeBytes { try Seal.open($0, with: key, entry: id, field: .sharing) }
        return SealedWords(person: person, encoded: text).words[.statement]
    }
}
