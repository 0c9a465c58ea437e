public import AmparoModel

extension Zone {
    /// Where nothing better is known: Washington time, in which agreements end too (SHARING.md).
    public static var washington: Zone { .eastern }

    /// The zone of a state or territory by its USPS letters; Washington time for what is not in the list.
    ///
    /// Source: 49 CFR 71, the zone in which most people of the state live. States in two zones are Alaska, Florida, Idaho,
    /// Indiana, Kansas, Kentucky, Michigan, Nebraska, Nevada, North Dakota, Oregon, South Dakota, Tennessee and Texas; where a
    /// court sits in the smaller part, the list of courts says so.
    public init(state: StateCode) {
        self = Zone.byState[state] ?? .washington
    }

    /// The zone of an immigration court (`BASE_CITY_CODE`); nil for a court that is not in the list.
    ///
    /// Source: the court's own list of courts and hearing locations; for each the city in which it sits. Codes of
    /// headquarters and of tests are Washington time or left out.
    public init?(court: CourtCode) {
        guard let zone = Zone.byCourt[court] else { return nil }
        self = zone
    }

    /// The zone of a place: the court's, else the state's, else Washington time.
    public init(court: CourtCode, state: StateCode) {
        self = Zone(court: court) ?? Zone(state: state)
    }

    private static let byState: [StateCode: Zone] = table([
        (.eastern, "CT DC DE FL GA IN KY MA MD ME MI NC NH NJ NY OH PA RI SC VA VT WV"),
        (.central, "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI"),
        (.mountain, "CO ID MT NM UT WY"), (.arizona, "AZ"), (.pacific, "CA NV OR WA"), (.alaska, "AK"),
        (.hawaii, "HI"), (.atlantic, "PR VI"), (.chamorro, "GU MP"), (.samoa, "AS"),
    ]) { StateCode($0) }

    private static let byCourt: [CourtCode: Zone] = table([
        (
            .eastern,
            "ATD ATL BAL BDC BIA BOS BTV BUF CHL CIJ CLE DET ELZ FCI HAR HDQ HYA KRO LOU MIA NEW NYB NYC NYD NYV ORL "
                + "PHI RIC SDC SIN ULS WAS YOR"
        ),
        (
            .central,
            "BLM CHI CIC DAL FTW HGP HLG HOD HOU HSG JNA KAN LRO MEM NOL OAK OMA PIS PSD SNA"
        ),
        (.mountain, "AUR DEN ELP EPD OTO SLC"), (.arizona, "ELO FLO PHO TUC"),
        (
            .pacific,
            "ADL ELC IMP LAD LAN LOS LVG NLA OTM POO SEA SFR SMO SNC SND SPD TAC VNS"
        ),
        (.hawaii, "HON"), (.atlantic, "SAJ"), (.chamorro, "AGA SAI"),
    ]) { CourtCode($0) }

    private static func table<Code: Hashable>(
        _ rows: [(Zone, String)], _ code: (Substring) -> Code
    ) -> [Code: Zone] {
        var table: [Code: Zone] = [:]
        for (zone, codes) in rows { for text in codes.split(separator: " ") { table[code(text)] = zone } }
        return table
    }
}
