internal import Foundation

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A file of a folder, read with large reads that leave nothing of it in the program's memory.
final class FolderStream: ByteStream {
    private let descriptor: Int32
    private let name: String

    init(path: String, name: String) throws(IntakeError) {
        self.name = name
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw IntakeError(
                .unreadable, file: name, "The file cannot be opened. Check that this account may read it.")
        }
        #if canImport(Glibc) || canImport(Musl)
        _ = posix_fadvise(descriptor, 0, 0, Int32(POSIX_FADV_SEQUENTIAL))
        #endif
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(IntakeError) -> Int {
        while true {
            #if canImport(Glibc)
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            #elseif canImport(Musl)
            let count = Musl.read(descriptor, buffer.baseAddress, buffer.count)
            #else
            let count = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
            #endif
            if count >= 0 { return count }
            guard errno == EINTR else {
                throw IntakeError(
                    .unreadable, file: name, "Reading stopped before the end. Copy the file again and repeat.")
            }
        }
    }

    /// Every regular file below a folder, at most 16 folders deep. Links to folders are not followed.
    static func files(of root: String) throws(IntakeError) -> [ReleaseFile] {
        var found: [ReleaseFile] = []
        var folders = [(path: "", depth: 0)]
        while let folder = folders.popLast() {
            let place = folder.path.isEmpty ? root : root + "/" + folder.path
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: place) else {
                throw IntakeError(.notFound, "A folder of the release may not be read by this account.")
            }
            for name in names {
                let path = folder.path.isEmpty ? name : folder.path + "/" + name
                var status = stat()
                guard lstat(root + "/" + path, &status) == 0 else { continue }
                let isLink = status.st_mode & S_IFMT == S_IFLNK
                if isLink { guard stat(root + "/" + path, &status) == 0 else { continue } }
                if status.st_mode & S_IFMT == S_IFDIR {
                    if folder.depth < 16, !isLink { folders.append((path, folder.depth + 1)) }
                } else if status.st_mode & S_IFMT == S_IFREG {
                    found.append(ReleaseFile(name: name, path: path, size: Int64(status.st_size), index: nil))
                }
            }
        }
        return found
    }
}
