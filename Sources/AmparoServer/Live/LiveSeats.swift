internal import Synchronization

/// How many pages are told of changes at a time: connections that stay open are bounded, in all and for one account.
final class LiveSeats: Sendable {
    /// In all.
    private static let most = 256
    /// For one account.
    private static let mostOfOne = 6

    private let taken = Mutex<[String: Int]>([:])

    /// A seat; nil when there is none left. It is given back when nobody holds it any more, whatever becomes of the answer.
    func take(_ account: String) -> Seat? {
        taken.withLock { taken in
            guard taken.values.reduce(0, +) < Self.most, taken[account, default: 0] < Self.mostOfOne else { return nil }
            taken[account, default: 0] += 1
            return Seat(account, self)
        }
    }

    fileprivate func leave(_ account: String) {
        taken.withLock { taken in
            let rest = taken[account, default: 1] - 1
            taken[account] = rest > 0 ? rest : nil
        }
    }

    /// A seat that is taken.
    final class Seat: Sendable {
        private let account: String
        private let seats: LiveSeats

        fileprivate init(_ account: String, _ seats: LiveSeats) {
            self.account = account
            self.seats = seats
        }

        deinit { seats.leave(account) }
    }
}
