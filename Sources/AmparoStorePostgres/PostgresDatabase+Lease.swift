#if Postgres
public import AmparoStore
internal import Dispatch
internal import Synchronization

extension PostgresDatabase: LeasingDatabase {
    /// Runs `body` while this database's lease is held by this opening and no other.
    ///
    /// The lease is a row with its holder, its end by the server's clock and a fence that grows with each holder. It is
    /// renewed by thirds of its length; whoever was silent for longer is taken over, and writes nothing more: every write of
    /// this opening looks at the fence, and throws `takenOver`. `holder` is a name that one process at a time uses, so that a
    /// lease which a crash of an earlier one left behind is taken at once. Where nothing can be written, on a standby or with
    /// a role that only reads, there is nothing to keep apart, and `body` runs without a lease.
    public func whileHolding<Result>(
        as holder: String, waiting: (() -> Void)?, _ body: () throws -> Result
    ) throws -> Result? {
        guard let fence = try takeLease(holder, waiting) else { return nil }
        guard fence > 0 else { return try body() }
        held.withLock { $0 = fence }
        let renewal = renewing(fence)
        defer {
            renewal.cancel()
            held.withLock { $0 = nil }
            // Where this fails, the lease ends by itself.
            try? runLease(PostgresLease.leave, fence)
        }
        return try body()
    }

    private var leaseMicroseconds: Int64 { Int64(options.lease / .microseconds(1)) }

    /// The fence, 0 where nothing can be written, nil when another has the lease and it is not waited for.
    private func takeLease(_ holder: String, _ waiting: (() -> Void)?) throws -> Int64? {
        var isFirst = true
        while true {
            do {
                if let fence = try tryLease(holder) { return fence }
            } catch let error as StoreError where error.code == .readOnly { return 0 }
            guard let waiting else { return nil }
            if isFirst { waiting() }
            isFirst = false
            timing.pause(.milliseconds(200))
        }
    }

    private func tryLease(_ holder: String) throws -> Int64? {
        try write { connection in
            let row = try connection.statement(PostgresLease.take)
            defer { row.reset() }
            row.bind(holder, at: 1)
            row.bind(leaseMicroseconds, at: 2)
            row.bind(holder, at: 3)
            return try row.step() ? row.int64(0) : nil
        }
    }

    private func runLease(_ sql: String, _ values: Int64...) throws {
        try write { connection in
            let row = try connection.statement(sql)
            for (index, value) in values.enumerated() { row.bind(value, at: index + 1) }
            try row.run()
        }
    }

    private func renewing(_ fence: Int64) -> any DispatchSourceTimer {
        let timer = DispatchSource.makeTimerSource(queue: .global(qos: .utility))
        let third = DispatchTimeInterval.microseconds(Int(leaseMicroseconds / 3))
        timer.schedule(deadline: .now() + third, repeating: third)
        timer.setEventHandler { [self] in
            // A server that is away now may be there at the next third.
            try? runLease(PostgresLease.renew, leaseMicroseconds, fence)
        }
        timer.resume()
        return timer
    }
}
#endif
