import AmparoGate
import AmparoIntake
import AmparoModel
import AmparoSharing
import AmparoStore
import Foundation

/// How the accounts of a demonstration are signed in to: a file beside their signing keys has, for each, an invented password,
/// the link for an authenticator app, and recovery codes that work once each without one.
struct DemoSignIns {
    let store: OpenStore
    /// The folder of the signing keys.
    let keys: String

    var file: String { keys + "/sign-ins.txt" }

    /// Sets password and codes of every account and writes the file, for its owner alone. Answers how many there are.
    func open() async throws -> Int {
        let random = store.record.random
        // Passwords of a hundred random bits need no slow hash; people's do.
        let work = PasswordWork(random: random, cost: .init(logRounds: 10, blockSize: 8, parallelism: 1))
        let desk = CredentialDesk(store.governance)
        var lines = [
            "# account, password, authenticator, recovery codes (each once, in place of the authenticator's code)"
        ]
        let accounts = try AccountDesk(store.governance, codes: .shipped()).all()
        for account in accounts {
            let key = try SigningKeyFile(path: "\(keys)/\(account.id).key", dataFolder: store.folder).load()
            let link = try desk.invite(account.id, by: [Signer(account.id, .key(key))]).link
            let password = try RecoveryCode.make(random: random)[0]
            let codes = try OneTimeCode(random: random)
            let recovery = try RecoveryCode.make(random: random)
            let hash = try await work.make(Sensitive(password))
            try desk.set(Credential(password: hash, codes: codes, recovery: recovery), by: link)
            lines.append(([account.id, password, codes.link(account: account.id)] + recovery).joined(separator: " "))
        }
        let text = lines.joined(separator: "\n") + "\n"
        guard
            FileManager.default.createFile(
                atPath: file, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        else { throw Refusal("The file with the demonstration's sign-ins cannot be written; check the folder.") }
        return accounts.count
    }
}
