/// A state, its share of releases, its courts, and a few of its ZIP codes.
struct StateFacts: Sendable {
    /// USPS two letters.
    let code: String
    /// Releases to sponsors in the state, FY2015 to FY2025, per 10,000 of the country's.
    let share: Int
    /// Base city codes of the immigration courts its children are sent to.
    let courts: [String]
    /// ZIP and the city the Postal Service names it by.
    let zips: [(zip: String, city: String)]
}

/// Real combinations of ZIP, city and state, so that an invented street stands in a real place.
///
/// Shares: ORR's yearly counts of releases by state. ZIP codes are facts of the Postal Service. The list is a sample:
/// about 300 of the country's ZIP codes.
enum PlaceFacts {
    static let states: [StateFacts] = table.map { line in
        let parts = line.split(separator: "|").map(String.init)
        let zips = parts[3].split(separator: ",").map { pair in
            (zip: String(pair.prefix(5)), city: String(pair.dropFirst(6)))
        }
        return StateFacts(
            code: parts[0], share: Int(parts[1]) ?? 1, courts: parts[2].split(separator: " ").map(String.init),
            zips: zips)
    }

    static let shares: [Int] = states.map(\.share)

    /// First three digits that no ZIP code has.
    static let unassignedPrefixes = [
        "000", "001", "213", "269", "343", "345", "348", "353", "419", "428", "517", "529", "533", "552", "568", "578",
        "621", "632", "642", "659", "663", "682", "694", "702", "715", "732", "742", "771", "817", "839", "848", "861",
        "866", "886", "892", "896", "909", "929", "987",
    ]

    /// `state|share|courts|zip city,zip city,...`
    private static let table = [
        "TX|1374|HOU SNA DAL ELP HLG|77002 Houston,78201 San Antonio,75201 Dallas,78701 Austin,"
            + "76102 Fort Worth,79901 El Paso,78401 Corpus Christi,79401 Lubbock,79101 Amarillo,76001 Arlington,"
            + "75701 Tyler,76701 Waco,77373 Spring,77701 Beaumont,77018 Houston,78211 San Antonio,75209 Dallas,"
            + "78717 Austin,76107 Fort Worth,79904 El Paso,78405 Corpus Christi,79403 Lubbock,79103 Amarillo,"
            + "76005 Arlington,75702 Tyler,76704 Waco,77379 Spring,77702 Beaumont,77034 Houston,78222 San Antonio,"
            + "75219 Dallas,78727 Austin,76112 Fort Worth,79908 El Paso,78408 Corpus Christi,79407 Lubbock,"
            + "79106 Amarillo,76010 Arlington,75704 Tyler,76706 Waco",
        "CA|1138|LOS SFR SND|90001 Los Angeles,92101 San Diego,94102 San Francisco,95101 San Jose,"
            + "95811 Sacramento,93650 Fresno,94601 Oakland,90802 Long Beach,93301 Bakersfield,95202 Stockton,"
            + "91201 Glendale,90012 Los Angeles,92106 San Diego,94108 San Francisco,95116 San Jose,95817 Sacramento,"
            + "93703 Fresno,94603 Oakland,90804 Long Beach,93304 Bakersfield,95203 Stockton,91202 Glendale,"
            + "90023 Los Angeles,92111 San Diego,94114 San Francisco,95121 San Jose,95822 Sacramento,93706 Fresno,"
            + "94607 Oakland,90806 Long Beach,93306 Bakersfield,95205 Stockton,91204 Glendale",
        "FL|1001|MIA ORL|33122 Miami,32801 Orlando,32099 Jacksonville,33301 Fort Lauderdale,33602 Tampa,"
            + "33701 Saint Petersburg,34102 Naples,34231 Sarasota,33401 West Palm Beach,32501 Pensacola,33133 Miami,"
            + "32807 Orlando,32207 Jacksonville,33308 Fort Lauderdale,33606 Tampa,33703 Saint Petersburg,"
            + "34104 Naples,34233 Sarasota,33404 West Palm Beach,32502 Pensacola,33146 Miami,32812 Orlando,"
            + "32212 Jacksonville,33314 Fort Lauderdale,33611 Tampa,33706 Saint Petersburg,34108 Naples,"
            + "34235 Sarasota,33406 West Palm Beach",
        "NY|789|NYC BUF|10001 New York,11201 Brooklyn,14201 Buffalo,10451 Bronx,14604 Rochester,"
            + "13202 Syracuse,10301 Staten Island,12202 Albany,10018 New York,11209 Brooklyn,14206 Buffalo,"
            + "10455 Bronx,14607 Rochester,13204 Syracuse,10303 Staten Island,12204 Albany,10034 New York,"
            + "11216 Brooklyn,14211 Buffalo,10459 Bronx,14611 Rochester,13207 Syracuse,10305 Staten Island",
        "MD|517|BAL HYA|21201 Baltimore,20901 Silver Spring,21401 Annapolis,20781 Hyattsville,20707 Laurel,"
            + "21206 Baltimore,20902 Silver Spring,21402 Annapolis,20782 Hyattsville,20708 Laurel,21212 Baltimore,"
            + "20903 Silver Spring,21403 Annapolis,20783 Hyattsville,20723 Laurel",
        "NJ|513|NEW|08608 Trenton,07501 Paterson,07102 Newark,07302 Jersey City,07011 Clifton,08609 Trenton,"
            + "07502 Paterson,07103 Newark,07304 Jersey City,07012 Clifton,08611 Trenton,07504 Paterson,"
            + "07105 Newark,07305 Jersey City,07013 Clifton",
        "VA|503|WAS|23219 Richmond,22301 Alexandria,23502 Norfolk,23451 Virginia Beach,22201 Arlington,"
            + "23221 Richmond,22303 Alexandria,23504 Norfolk,23453 Virginia Beach,22202 Arlington,23224 Richmond,"
            + "22306 Alexandria,23507 Norfolk,23455 Virginia Beach,22204 Arlington",
        "GA|392|ATL|30303 Atlanta,31401 Savannah,30008 Marietta,31201 Macon,30309 Atlanta,31404 Savannah,"
            + "30060 Marietta,31204 Macon,30316 Atlanta,31406 Savannah,30062 Marietta",
        "NC|372|CHL|28202 Charlotte,27601 Raleigh,27401 Greensboro,27101 Winston Salem,28207 Charlotte,"
            + "27604 Raleigh,27403 Greensboro,27103 Winston Salem,28213 Charlotte,27607 Raleigh,27406 Greensboro",
        "TN|348|MEM|38103 Memphis,37201 Nashville,37902 Knoxville,37402 Chattanooga,38107 Memphis,"
            + "37205 Nashville,37914 Knoxville,37404 Chattanooga,38114 Memphis,37209 Nashville",
        "MA|234|BOS|02108 Boston,01103 Springfield,01602 Worcester,02110 Boston,01105 Springfield,"
            + "01603 Worcester,02114 Boston",
        "LA|233|NOL|70112 New Orleans,70801 Baton Rouge,71101 Shreveport,70116 New Orleans,70806 Baton Rouge,"
            + "71104 Shreveport,70121 New Orleans",
        "IL|194|CHI|60601 Chicago,61101 Rockford,60610 Chicago,61102 Rockford,60620 Chicago,61104 Rockford",
        "AL|179|ATL|35203 Birmingham,36602 Mobile,35207 Birmingham,36604 Mobile,35212 Birmingham",
        "PA|178|PHI|19102 Philadelphia,15201 Pittsburgh,19112 Philadelphia,15208 Pittsburgh,"
            + "19121 Philadelphia",
        "SC|166|CHL|29201 Columbia,29401 Charleston,29203 Columbia,29403 Charleston,29205 Columbia",
        "OH|164|CLE|45202 Cincinnati,43085 Columbus,45209 Cincinnati,43205 Columbus,45218 Cincinnati",
        "IN|138|CHI|46201 Indianapolis,46802 Fort Wayne,46214 Indianapolis,46804 Fort Wayne",
        "CO|117|DEN|80202 Denver,80902 Colorado Springs,80210 Denver",
        "WA|114|SEA|98101 Seattle,98402 Tacoma,98107 Seattle",
        "CT|111|HAR|06101 Hartford,06701 Waterbury,06103 Hartford",
        "KY|104|LOU|40202 Louisville,40502 Lexington,40207 Louisville",
        "MN|91|BLM|55401 Minneapolis,55101 Saint Paul,55409 Minneapolis",
        "OK|81|DAL|73102 Oklahoma City,74103 Tulsa",
        "NE|79|OMA|68102 Omaha,68502 Lincoln",
        "AZ|76|PHO|85003 Phoenix,85701 Tucson",
        "MO|75|KAN|64101 Kansas City,63101 Saint Louis",
        "AR|71|MEM|72201 Little Rock,72901 Fort Smith",
        "KS|68|KAN|67202 Wichita,66603 Topeka",
        "IA|67|OMA|50307 Des Moines,51101 Sioux City",
        "MS|61|NOL|39201 Jackson,39301 Meridian",
        "MI|52|DET|48201 Detroit,49503 Grand Rapids",
        "RI|51|BOS|02903 Providence,02886 Warwick",
        "NV|50|LVG|89101 Las Vegas,89501 Reno",
        "OR|49|POO|97201 Portland,97301 Salem",
        "DE|49|PHI|19801 Wilmington,19702 Newark",
        "WI|48|CHI|53202 Milwaukee,53703 Madison",
        "UT|40|SLC|84101 Salt Lake City,84401 Ogden",
        "DC|39|WAS|20001 Washington,20374 Washington Navy Yard",
        "SD|21|OMA|57103 Sioux Falls,57701 Rapid City",
        "NM|14|ELP|87101 Albuquerque,87501 Santa Fe",
        "ID|11|POO|83702 Boise,83401 Idaho Falls",
        "ME|7|BOS|04101 Portland,03901 Berwick",
        "WV|6|PIS|25301 Charleston,25701 Huntington",
        "NH|5|BOS|03101 Manchester,03060 Nashua",
        "WY|3|DEN|82001 Cheyenne,82601 Casper",
    ]
}
