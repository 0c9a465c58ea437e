public import AmparoModel

/// The payload of an entry that begins a snapshot.
public struct SnapshotPayload: Sendable {
    /// The feed.
    public var feed: Feed
    /// The release's date.
    public var date: Day
    /// Who sent it.
    public var issuer: String
    /// The release's name.
    public var name: String

    /// A payload of these values.
    public init(feed: Feed, date: Day, issuer: String, name: String) {
        self.feed = feed
        self.date = date
        self.issuer = issuer
        self.name = name
    }

    /// Reads a payload, nil when no writer could have written it.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = PayloadReader(bytes)
        guard let feed = reader.next().flatMap({ Feed(rawValue: UInt8(truncatingIfNeeded: $0.number)) }),
            let date = reader.next()?.day, let issuer = reader.next(), let name = reader.next()
        else { return nil }
        self.init(
            feed: feed, date: date, issuer: String(decoding: issuer.bytes, as: UTF8.self),
            name: String(decoding: name.bytes, as: UTF8.self))
    }

    /// The payload's bytes.
    public var bytes: [UInt8] {
        var writer = PayloadWriter()
        writer.number(1, Int64(feed.rawValue))
        writer.day(2, date)
        writer.text(3, issuer)
        writer.text(4, name)
        return writer.bytes
    }
}

/// The payload of an entry that puts a record in quarantine.
public struct QuarantinePayload: Sendable {
    /// The file's name.
    public var file: String
    /// Why.
    public var reason: String
    /// The column to blame, or empty.
    public var column: String
    /// The record's full length in bytes.
    public var length: Int64
    /// Fingerprint of its bytes under the key of the release's quarantine.
    public var fingerprint: UInt64
    /// The court's primary key, when it could be made out.
    public var primaryKey: Int64?
    /// How many of the sealed bytes are the file's header line; the record's own bytes follow them.
    public var headerLength: Int64

    /// A payload of these values.
    public init(
        file: String, reason: String, column: String, length: Int64, fingerprint: UInt64, primaryKey: Int64?,
        headerLength: Int64 = 0
    ) {
        self.file = file
        self.reason = reason
        self.column = column
        self.length = length
        self.fingerprint = fingerprint
        self.primaryKey = primaryKey
        self.headerLength = headerLength
    }

    /// Reads a payload, nil when no writer could have written it.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = PayloadReader(bytes)
        guard let file = reader.next(), let reason = reader.next(), let column = reader.next(),
            let length = reader.next(), let fingerprint = reader.next()
        else { return nil }
        self.init(
            file: String(decoding: file.bytes, as: UTF8.self), reason: String(decoding: reason.bytes, as: UTF8.self),
            column: String(decoding: column.bytes, as: UTF8.self), length: length.number,
            fingerprint: fingerprint.bits, primaryKey: nil)
        while let field = reader.next() {
            if field.id == 6 { primaryKey = field.number }
            if field.id == 7 { headerLength = field.number }
        }
    }

    /// The payload's bytes.
    public var bytes: [UInt8] {
        var writer = PayloadWriter()
        writer.text(1, file)
        writer.text(2, reason)
        writer.text(3, column)
        writer.number(4, length)
        writer.word(5, fingerprint)
        if let primaryKey { writer.number(6, primaryKey) }
        if headerLength > 0 { writer.number(7, headerLength) }
        return writer.bytes
    }
}

extension PayloadWriter {
    /// Appends text.
    public mutating func text(_ id: UInt8, _ value: String) {
        var value = value
        value.withUTF8 { bytes(id, UnsafeRawBufferPointer($0)) }
    }
}
