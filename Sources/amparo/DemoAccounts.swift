import AmparoGate
import AmparoSharing
import AmparoStore
import Foundation

/// The officers of a demonstration: one for each role, named after it, each with a signing key in a folder beside the
/// data. They are invented, and everybody who has the folder can act as any of them.
struct DemoAccounts {
    /// The court and the state in which the invented population has most of its children: by agreement, officers of DHS see
    /// children of their own docket or area and no others.
    private static let office = "HOU"
    private static let area = "TX"

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
        for code in roles {
            guard let agency = terms.parties.role(code)?.parties.first?.code else { continue }
            let key = try SigningKeyFile(path: "\(keys)/\(code).key", dataFolder: store.folder).create(
                random: .system())
            try desk.add(
                AccountRequest(
                    id: code, agency: agency, homeAgency: agency, role: code, office: Self.office,
                    area: Self.area, signingKey: key.publicBytes,
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
        return roles.count
    }
}
