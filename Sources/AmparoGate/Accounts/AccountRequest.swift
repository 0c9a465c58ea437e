internal import AmparoSharing
public import AmparoStore

/// An account that is asked for: who shall act for which agency, in which role and office.
public struct AccountRequest: Sendable {
    /// Its id: a letter, then letters in lower case, digits, dots and dashes, at most 64. It must name nobody.
    public var id: String
    /// The agency it is to work for (a party's code).
    public var agency: String
    /// The agency that employs its holder.
    public var homeAgency: String
    /// Its role.
    public var role: String
    /// Its office; empty when the role has none.
    public var office: String
    /// Its area; empty when it has none.
    public var area: String
    /// The public part of the holder's Ed25519 key, 32 bytes.
    public var signingKey: [UInt8]
    /// The holder's name.
    public var name: Sensitive<String>
    /// The postal address at which the holder receives what is disclosed.
    public var address: Sensitive<String>

    /// An account that is asked for.
    public init(
        id: String, agency: String, homeAgency: String, role: String, office: String = "", area: String = "",
        signingKey: [UInt8], name: Sensitive<String>, address: Sensitive<String>
    ) {
        self.id = id
        self.agency = agency
        self.homeAgency = homeAgency
        self.role = role
        self.office = office
        self.area = area
        self.signingKey = signingKey
        self.name = name
        self.address = address
    }

    /// Refuses what can be refused without looking at the store.
    func check(_ codes: SharingTerms) throws {
        let isPlain = id.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || [0x2D, 0x2E].contains($0)
        }
        guard isPlain, let first = id.utf8.first, (0x61...0x7A).contains(first), id.utf8.count <= 64 else {
            throw GovernanceError(
                .unknownWord, "An account's id is a small letter, then small letters, digits, dots and dashes; no name."
            )
        }
        try codes.check(role: role, agency: agency, homeAgency: homeAgency)
        guard signingKey.count == 32 else {
            throw GovernanceError(
                .signature, "A signing key's public part has 64 hexadecimal digits; see `amparo account key`.")
        }
        for words in [name.exposed, address.exposed] {
            guard words.contains(where: { !$0.isWhitespace }), words.utf8.count <= 1000 else {
                throw GovernanceError(
                    .unknownWord,
                    "The accounting of disclosures needs the holder's name and address (5 USC 552a(c)(1)).")
            }
        }
        guard [office, area].allSatisfy({ $0.utf8.count <= 40 && !$0.utf8.contains { $0 < 0x20 } }) else {
            throw GovernanceError(.unknownWord, "An office or area is a short code, at most 40 characters.")
        }
    }

    /// The plain part of the entry.
    var payload: GovernancePayload {
        var payload = GovernancePayload()
        payload[text: .name] = id
        payload[text: .agency] = agency
        payload[text: .homeAgency] = homeAgency
        payload[text: .role] = role
        payload[text: .office] = office
        payload[text: .area] = area
        payload[bytes: .signingKey] = signingKey
        return payload
    }

    /// The sealed part of the entry.
    func sealed(number: Int64) -> SealedWords {
        SealedWords(Person(.account, number), [.name: name.exposed, .address: address.exposed])
    }
}
