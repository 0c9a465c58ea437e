import AmparoGate
import AmparoIntake
import ArgumentParser
import Foundation

/// Who acts, and the signature: for every command that opens access or destroys.
struct SignerOptions: ParsableArguments {
    @Option(help: "The account that acts.") var `as`: String?
    @Option(help: "The file with its private signing key (`amparo account key` makes one).") var signingKey: String?
    @Option(help: "Instead of the key: the signature made with it elsewhere, 128 hexadecimal digits.") var signature:
        String?
    @Flag(help: "Prints the statement that is to be signed, and does nothing.") var statement = false

    /// The signer; nil when nobody is named.
    func signer(_ store: StoreOptions) throws -> Signer? {
        guard let account = `as` else {
            guard signingKey == nil, signature == nil, !statement else {
                throw ValidationError("--as names the account whose key it is.")
            }
            return nil
        }
        return try Signer(account, Self.source(key: signingKey, signature: signature, asked: statement, store))
    }

    /// The signer, who must be named.
    func required(_ store: StoreOptions) throws -> Signer {
        guard let signer = try signer(store) else {
            throw ValidationError("This is signed: --as ACCOUNT --signing-key FILE.")
        }
        return signer
    }

    static func source(key: String?, signature: String?, asked: Bool, _ store: StoreOptions) throws -> SignatureSource {
        if asked { return .asked }
        if let signature {
            guard key == nil, let bytes = Hexadecimal.bytes(signature), bytes.count == 64 else {
                throw ValidationError("--signature has 128 hexadecimal digits and takes the place of --signing-key.")
            }
            return .made(bytes)
        }
        guard let key else { throw ValidationError("This is signed: --signing-key FILE, or --signature.") }
        let path = URL(fileURLWithPath: key).standardizedFileURL.path
        return .key(try SigningKeyFile(path: path, dataFolder: store.folder).load())
    }
}

/// A second person who signs the same.
struct SecondSignerOptions: ParsableArguments {
    @Option(help: "The account of the second person who signs.") var second: String?
    @Option(help: "The second person's private signing key file.") var secondSigningKey: String?
    @Option(help: "Instead of the key: the second person's signature, 128 hexadecimal digits.") var secondSignature:
        String?
    @Flag(help: "Prints the statement that the second person is to sign, and does nothing.") var secondStatement = false

    /// The second signer; nil when nobody is named.
    func signer(_ store: StoreOptions) throws -> Signer? {
        guard let second else {
            guard secondSigningKey == nil, secondSignature == nil, !secondStatement else {
                throw ValidationError("--second names the account whose key it is.")
            }
            return nil
        }
        return try Signer(
            second,
            SignerOptions.source(key: secondSigningKey, signature: secondSignature, asked: secondStatement, store))
    }
}

extension OpenStore {
    /// The governance of the store.
    var governance: GovernanceStore {
        GovernanceStore(journal: journal, keys: keys, random: record.random, now: now)
    }
}

/// Runs what is signed. When only the statement was asked for, that is printed and nothing is done.
func signing(_ body: () throws -> Void) throws {
    do {
        try body()
    } catch let needed as SignatureNeeded {
        Terminal.write(needed.statement.text, to: 1)
    }
}

/// Words that may name a person: from a file or standard input, so that they stand in no list of processes or history.
struct PrivateWords {
    /// The words given, or those of the file of that name after an `@`; `@-` is standard input.
    static func read(_ given: String, what: String) throws -> String {
        guard given.hasPrefix("@") else { return given }
        let path = String(given.dropFirst())
        let data =
            path == "-" ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: path)
        guard let data, let text = String(data: data, encoding: .utf8) else {
            throw Refusal("The file with \(what) cannot be read as text; name another.")
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
