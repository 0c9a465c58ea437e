internal import Crypto

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// The file with the key-encryption key: outside the data folder, mode 0600, owned by who runs the program (law 5).
///
/// A text file: `amparo-keys 1`, then a line for each key with its id (16 hexadecimal digits) and the key (64). There
/// are two only while a rotation is under way, the old one first.
public struct KeyFile: Sendable {
    struct Key: Sendable {
        var id: [UInt8]
        var key: SymmetricKey
    }

    /// Where the file is.
    public let path: String
    /// The folder it must not be in.
    public let dataFolder: String

    /// The file at `path` for the store in `dataFolder`. Nothing is read yet.
    public init(path: String, dataFolder: String) {
        self.path = path
        self.dataFolder = dataFolder
    }

    /// Makes the file with a new key. Throws `keyFile` when there is one already, `keyFileInsideData` when it would
    /// lie in the data folder.
    public func create(random: RandomSource) throws {
        try requireCreatable()
        try store([try Self.makeKey(random: random)])
    }

    /// Throws what `create` would throw, before its folder or the data folder is made.
    public func requireCreatable() throws {
        try requireOutside()
        guard access(path, F_OK) != 0 else { throw StoreError(.keyFile, "\(path) is there already") }
    }

    /// Whether there is a file.
    public var exists: Bool { access(path, F_OK) == 0 }

    static func makeKey(random: RandomSource) throws -> Key {
        Key(id: try random.bytes(8), key: SymmetricKey(data: try random.bytes(32)))
    }

    /// The keys, old one first. Throws `keyFile`, `keyFileInsideData`, `keyFileMode`.
    func load() throws -> [Key] {
        try requireOutside()
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw StoreError(.keyFile, "\(path): error \(errno)") }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw StoreError(.keyFile, path) }
        guard status.st_mode & 0o777 == 0o600, status.st_uid == geteuid() else { throw StoreError(.keyFileMode, path) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
        guard count > 0, count < bytes.count else { throw StoreError(.keyFile, path) }
        let lines = bytes[0..<count].split(separator: 0x0A, omittingEmptySubsequences: true)
        guard lines.first.map({ String(decoding: $0, as: UTF8.self) }) == Self.heading else {
            throw StoreError(.keyFile, "\(path) is no key file")
        }
        let keys = try lines.dropFirst().map { line in
            let parts = line.split(separator: 0x20)
            guard parts.count == 2, let id = Self.decode(parts[0]), id.count == 8, let key = Self.decode(parts[1]),
                key.count == 32
            else { throw StoreError(.keyFile, "\(path) is damaged") }
            return Key(id: id, key: SymmetricKey(data: key))
        }
        guard (1...2).contains(keys.count) else { throw StoreError(.keyFile, "\(path) is damaged") }
        return keys
    }

    /// Writes the keys so that either the old file or the new one is there after a crash.
    func store(_ keys: [Key]) throws {
        var text = Array((Self.heading + "\n").utf8)
        for key in keys {
            text += Self.encode(key.id) + [0x20] + key.key.withUnsafeBytes { Self.encode($0) } + [0x0A]
        }
        let temporary = path + ".new"
        unlink(temporary)
        let file = open(temporary, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw StoreError(.keyFile, "\(temporary): error \(errno)") }
        let written = text.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        let durable = written == text.count && fchmod(file, 0o600) == 0 && fsync(file) == 0
        close(file)
        guard durable, rename(temporary, path) == 0 else {
            let error = errno
            unlink(temporary)
            throw StoreError(.keyFile, "\(path): error \(error)")
        }
        let folder = open(Self.folder(of: path), O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    /// Calls `body` while no other process rotates the key. Throws `busy` when one does.
    func withLock<Result>(_ body: () throws -> Result) throws -> Result {
        let lock = open(path + ".lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw StoreError(.keyFile, "\(path).lock: error \(errno)") }
        defer { close(lock) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else { throw StoreError(.busy, "the key is being rotated") }
        return try body()
    }

    /// Neither the file nor what it is a link to may lie in the data folder. Throws `keyFileInsideData`.
    public func requireOutside() throws {
        guard let data = Self.resolved(dataFolder) else { return }
        let name = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
        let folder = Self.resolved(Self.folder(of: path)).map { $0 + "/" + name }
        for place in [folder, Self.resolved(path)].compactMap(\.self)
        where place == data || place.hasPrefix(data == "/" ? data : data + "/") {
            throw StoreError(.keyFileInsideData, path)
        }
    }

    private static let heading = "amparo-keys 1"

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The path without links, as far as it exists.
    private static func resolved(_ path: String) -> String? {
        if let real = realpath(path, nil) {
            defer { free(real) }
            return String(cString: real)
        }
        guard errno == ENOENT else { return nil }
        let parent = folder(of: path)
        let name = path.split(separator: "/").last ?? ""
        guard parent != path, !name.isEmpty, let real = resolved(parent) else { return nil }
        return real + (real == "/" ? "" : "/") + name
    }

    private static func encode(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }

    private static func decode(_ digits: some Collection<UInt8>) -> [UInt8]? {
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in digits {
            let value: UInt8
            switch digit {
            case 0x30...0x39: value = digit - 0x30
            case 0x61...0x66: value = digit - 0x61 + 10
            default: return nil
            }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return bytes
    }
}
