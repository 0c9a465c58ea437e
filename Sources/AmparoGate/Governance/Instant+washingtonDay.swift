internal import AmparoModel
internal import AmparoSharing

extension Instant {
    /// The civil day in Washington: the day of attestations, papers and reviews, as in the rules of sharing.
    var washingtonDay: Day { WashingtonTime.day(of: self) }
}
