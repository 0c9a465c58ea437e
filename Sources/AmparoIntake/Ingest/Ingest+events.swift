internal import AmparoModel
internal import AmparoStore

extension Ingest {
    /// Takes messages of the court's live feed (docs/hearing-events.md), as JSON.
    ///
    /// Messages add up: nothing vanishes because it is not said again, and the same message twice changes nothing. A message
    /// of a case that is not in the record is read past. Messages of one day are one snapshot, dated by the day they are
    /// taken; each counts in the world from the day of its own `reportedAt`.
    public func events(json bytes: [UInt8], name: String, options: Options) throws -> IngestReport {
        let messages = try HearingEventMessages(json: bytes)
        let source = try FeedSource(.hearingEvent, name: name, bytes: messages.table, store)
        var options = options
        options.date = options.date ?? today
        return try take(.hearingEvents, [source], others: [], options: options)
    }
}
