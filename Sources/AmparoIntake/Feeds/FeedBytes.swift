#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The bytes of one file of a feed, readable from the beginning as often as wanted (a file is counted through before a
/// row of it is taken).
public struct FeedBytes: Sendable {
    /// Puts the next bytes at the beginning of the room given and says how many; 0 at the end.
    public typealias Reading = (UnsafeMutableRawBufferPointer) throws -> Int

    private let opening: @Sendable () throws -> Reading

    /// Bytes that come from anywhere: a member of an archive, a spreadsheet written out. Each call of `opening` begins
    /// again at the first byte.
    public init(opening: @escaping @Sendable () throws -> Reading) { self.opening = opening }

    /// Bytes in memory.
    public init(_ bytes: [UInt8]) {
        self.init {
            var position = 0
            return { room in
                let count = min(room.count, bytes.count - position)
                bytes.withUnsafeBytes { room.copyMemory(from: .init(rebasing: $0[position..<(position + count)])) }
                position += count
                return count
            }
        }
    }

    /// The bytes of a file. Opening or reading throws `IntakeError.Code.unreadable`.
    public init(file path: String) {
        self.init {
            let file = try OpenFile(path)
            return { try file.read(into: $0) }
        }
    }

    func open() throws -> Reading { try opening() }
}

/// The last part of a path.
func fileName(ofPath path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
}

/// The system's words for what went wrong last.
func systemReason() -> String { String(cString: strerror(errno)) }

/// An open file; closed when nobody reads it any more.
private final class OpenFile {
    private let descriptor: Int32
    private let name: String

    init(_ path: String) throws {
        name = fileName(ofPath: path)
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw IntakeError(
                .unreadable, file: name, "cannot be opened (\(systemReason())); check the path and your rights to it")
        }
    }

    deinit { close(descriptor) }

    func read(into room: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            let count = systemRead(descriptor, room)
            if count >= 0 { return count }
            guard errno != EISDIR else {
                throw IntakeError(.unreadable, file: name, "is a folder; give the file itself")
            }
            guard errno == EINTR else {
                throw IntakeError(
                    .unreadable, file: name, "cannot be read to its end (\(systemReason())); copy it again and retry")
            }
        }
    }
}

private func systemRead(_ descriptor: Int32, _ room: UnsafeMutableRawBufferPointer) -> Int {
    read(descriptor, room.baseAddress, room.count)
}
