import AmparoDuties
import AmparoGate
import AmparoModel
import AmparoSharing
import AmparoStore
import Foundation

/// The officers of a demonstration: one for each role, named after it, each with a signing key in a folder beside the
/// data. They are invented, and everybody who has the folder can act as any of them. Beside those there is one more for each
/// post of the procedures that none of them belongs to.
struct DemoAccounts {
    /// The office of whoever is not at headquarters.
    static let office = "DEMO"

    /// The folder with their key files.
    let keys: String
    private let store: OpenStore

    init(_ store: OpenStore, keys: String) {
        self.store = store
        self.keys = keys
    }

    /// Opens the accounts, attested today, and puts the shipped agreements in force. Answers how many there are.
    @discardableResult
    func open() throws -> Int {
        let terms = try SharingTerms.shipped()
        try AgreementDesk(store.governance, terms: terms).adoptShipped()
        let desk = AccountDesk(store.governance, codes: terms)
        try FileManager.default.createDirectory(
            atPath: keys, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        // Who opens the others comes first: a privacy officer, a colleague, and somebody of another house.
        let first = ["orr-privacy-officer", "case-manager", "court-staff"]
        // A department's own privacy officer comes last: from then on the department's accounts take that signature.
        let last = ["privacy-officer"]
        let roles = first + terms.parties.roles.map(\.code).filter { !(first + last).contains($0) } + last
        var signers: [Signer] = []
        let others = try DemoPosts.all().filter { post in
            post.place != .ofRecord
                && !roles.contains { terms.parties.role($0).map { Self.post(of: $0) == post } ?? false }
        }
        var requests = roles.compactMap { code in terms.parties.role(code).map { (code, Self.post(of: $0)) } }
        requests.insert(contentsOf: others.map { ("\($0.role).\($0.party)", $0) }, at: requests.count - last.count)
        for (code, post) in requests {
            let key = try SigningKeyFile(path: "\(keys)/\(code).key", dataFolder: store.folder).create(
                random: .system())
            try desk.add(
                AccountRequest(
                    id: code, agency: post.party, homeAgency: post.party, role: post.role,
                    office: post.place == .headquarters ? "" : Self.office, signingKey: key.publicBytes,
                    name: Sensitive("Invented holder of \(code)"),
                    address: Sensitive("1 Example Ave, Washington, DC 20001")),
                by: signers)
            // Two sign; the third account takes the place of the second, because it is of another house.
            switch signers.count {
            case 0: signers = [Signer(code, .key(key))]
            case 1: signers.append(Signer(code, .key(key)))
            default: if code == "court-staff" { signers[1] = Signer(code, .key(key)) }
            }
        }
        return requests.count
    }

    /// The post of a role's account: at the first agency of the role, in the demonstration's office unless procedures know it
    /// at headquarters only.
    private static func post(of role: PartyTree.Role) -> Post {
        let party = role.parties.first?.code ?? ""
        let isAtHeadquarters = DemoPosts.headquarters.contains(role.code)
        return Post(party: party, role: role.code, place: isAtHeadquarters ? .headquarters : .office(office))
    }

    /// Says once more of every account that it is needed: the demonstration plays in the past, and an attestation holds for 90
    /// days.
    func attestAll() throws {
        let desk = AccountDesk(store.governance, codes: try SharingTerms.shipped())
        let isToday = WashingtonTime.day(of: store.now())
        for account in try desk.all() where account.attestedOn != isToday {
            // Nobody signs for themselves, and an officer of the department signs where there is another one.
            let isORR = Post.isPart(account.agency, of: "hhs.orr") && account.id != "orr-privacy-officer"
            let officer = isORR || account.id == "privacy-officer" ? "orr-privacy-officer" : "privacy-officer"
            let second = account.id == "court-staff" ? "asylum-officer" : "court-staff"
            try desk.attest(account.id, by: try [officer, second].map(signer))
        }
    }

    /// An account as a signer.
    func signer(_ id: String) throws -> Signer {
        Signer(id, .key(try SigningKeyFile(path: "\(keys)/\(id).key", dataFolder: store.folder).load()))
    }
}
