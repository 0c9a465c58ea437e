public import AmparoStore

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// A file with an officer's private signing key: mode 0600, owned by who uses it, and not in the data folder.
///
/// A text file: `amparo-signing-key 1`, then `private` and `public`, each with 64 hexadecimal digits.
public struct SigningKeyFile: Sendable {
    private static let heading = "amparo-signing-key 1"
    private let path: String
    private let dataFolder: String

    /// The file at `path`, for the store in `dataFolder`. Nothing is read yet.
    public init(path: String, dataFolder: String) {
        self.path = path
        self.dataFolder = dataFolder
    }

    /// Makes the file with a new key and answers the key. Throws `file` when there is one already or it cannot be
    /// written, `StoreError.Code.keyFileInsideData`, `noRandomness`.
    public func create(random: RandomSource) throws -> SigningKey {
        try KeyFile(path: path, dataFolder: dataFolder).requireOutside()
        let bytes = try random.bytes(32)
        guard let key = SigningKey(privateBytes: bytes) else { throw StoreError(.noRandomness) }
        let file = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else {
            throw GovernanceError(
                .file, "The key file cannot be made (error \(errno)); name a new file in a folder that is there.")
        }
        defer { close(file) }
        let text = Array(
            "\(Self.heading)\nprivate \(Hexadecimal.text(bytes))\npublic \(Hexadecimal.text(key.publicBytes))\n".utf8)
        let written = text.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        guard written == text.count, fchmod(file, 0o600) == 0, fsync(file) == 0 else {
            unlink(path)
            throw GovernanceError(.file, "The key file cannot be written; free some room and try again.")
        }
        return key
    }

    /// Reads the key. Throws `file` when it is missing, damaged or can be read by others, `keyFileInsideData`.
    public func load() throws -> SigningKey {
        try KeyFile(path: path, dataFolder: dataFolder).requireOutside()
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            throw GovernanceError(.file, "The signing key file cannot be read; name the right one with --signing-key.")
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_mode & 0o777 == 0o600,
            status.st_uid == geteuid()
        else { throw GovernanceError(.file, "The signing key file may be read by others; set its mode to 0600.") }
        var bytes = [UInt8](repeating: 0, count: 1024)
        let count = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
        let lines = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self).split(separator: "\n")
        guard lines.count == 3, lines[0] == Self.heading, lines[1].hasPrefix("private "), lines[2].hasPrefix("public "),
            let key = Hexadecimal.bytes(lines[1].dropFirst(8)).flatMap(SigningKey.init(privateBytes:)),
            Hexadecimal.bytes(lines[2].dropFirst(7)) == key.publicBytes
        else {
            throw GovernanceError(
                .file, "This is no signing key file, or it is damaged; `amparo account key` makes one.")
        }
        return key
    }
}
