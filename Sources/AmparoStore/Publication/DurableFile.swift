#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// Whole files, read with a limit and written so that either the old or the new content is there after a crash.
public enum DurableFile {
    /// The bytes of a file; nil when there is none. Throws `inputOutput`, `tooLarge` above `limit` bytes.
    public static func read(_ path: String, limit: Int) throws -> [UInt8]? {
        try read(path, limit: limit) { _ in }
    }

    /// The bytes of a small secret file; nil when there is none. Throws `keyFileMode` unless it is its owner's alone.
    static func readPrivate(_ path: String) throws -> [UInt8]? {
        try read(path, limit: 4096) { status in
            guard status.st_mode & 0o077 == 0, status.st_uid == geteuid() else {
                throw StoreError(.keyFileMode, path)
            }
        }
    }

    private static func read(_ path: String, limit: Int, requiring: (stat) throws -> Void) throws -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw StoreError(.inputOutput, "\(path): error \(errno)")
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw StoreError(.inputOutput, "\(path) is no file")
        }
        try requiring(status)
        guard status.st_size <= limit else { throw StoreError(.tooLarge, path) }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeMutableBytes { buffer in
                #if canImport(Darwin)
                Darwin.read(file, buffer.baseAddress.map { $0 + done }, buffer.count - done)
                #elseif canImport(Musl)
                Musl.read(file, buffer.baseAddress.map { $0 + done }, buffer.count - done)
                #else
                Glibc.read(file, buffer.baseAddress.map { $0 + done }, buffer.count - done)
                #endif
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw StoreError(.inputOutput, "\(path): error \(errno)") }
            done += count
        }
        return bytes
    }

    /// Puts a file in the place of what is there. With `syncing`, it is durable when this returns; without, once
    /// `syncAll` has. Throws `inputOutput`, `diskFull`.
    public static func write(_ bytes: [UInt8], to path: String, mode: UInt32, syncing: Bool) throws {
        let temporary = path + ".new"
        unlink(temporary)
        let file = open(temporary, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, mode_t(mode))
        guard file >= 0 else { throw StoreError(.inputOutput, "\(temporary): error \(errno)") }
        var done = 0
        var error: Int32 = 0
        while done < bytes.count, error == 0 {
            let count = bytes.withUnsafeBytes { buffer in
                #if canImport(Darwin)
                Darwin.write(file, buffer.baseAddress.map { $0 + done }, buffer.count - done)
                #elseif canImport(Musl)
                Musl.write(file, buffer.baseAddress.map { $0 + done }, buffer.count - done)
                #else
                Glibc.write(file, buffer.baseAddress.map { $0 + done }, buffer.count - done)
                #endif
            }
            if count >= 0 { done += count } else if errno != EINTR { error = errno }
        }
        if error == 0, syncing, fsync(file) != 0 { error = errno }
        close(file)
        if error == 0, rename(temporary, path) != 0 { error = errno }
        guard error == 0 else {
            unlink(temporary)
            throw StoreError(error == ENOSPC ? .diskFull : .inputOutput, "\(path): error \(error)")
        }
        if syncing { syncFolder(of: path) }
    }

    /// Makes everything that was written before durable.
    public static func syncAll() {
        #if canImport(Darwin)
        Darwin.sync()
        #elseif canImport(Musl)
        Musl.sync()
        #else
        Glibc.sync()
        #endif
    }

    /// Makes a folder and those above it. Throws `inputOutput`.
    public static func makeFolder(_ path: String, mode: UInt32) throws {
        if mkdir(path, mode_t(mode)) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
            throw StoreError(.inputOutput, "\(path): error \(errno)")
        }
        try makeFolder(String(path[..<slash]), mode: mode)
        guard mkdir(path, mode_t(mode)) == 0 || errno == EEXIST else {
            throw StoreError(.inputOutput, "\(path): error \(errno)")
        }
    }

    /// Takes files and folders away that may not be there.
    static func remove(files: [String], folder: String) {
        for file in files { unlink(file) }
        rmdir(folder)
    }

    /// Whether a folder has anything in it.
    static func isEmpty(_ folder: String) -> Bool {
        guard let listing = opendir(folder) else { return true }
        defer { closedir(listing) }
        while let entry = readdir(listing) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { return false }
        }
        return true
    }

    private static func syncFolder(of path: String) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
