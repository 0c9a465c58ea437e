extension PostalWords {
    /// The street suffixes of USPS Publication 28, appendix C1, with their common spellings.
    ///
    /// A line is: the standard abbreviation, the word, other spellings; after `|` spellings that mean the suffix only at
    /// the end of a street's name and are left alone inside it (PARKS is not PARK there, and LA is no LANE). `*` marks
    /// words that are hardly ever a street's whole name; `!` an abbreviation that is a word of its own inside a name.
    static let suffixText: StaticString = """
        *ALY ALLEY ALLEE ALLY
        ANX ANNEX ANEX ANNX
        ARC ARCADE
        *AVE AVENUE AV AVEN AVENU AVN AVNUE AVENIDA AVDA
        BCH BEACH
        BG BURG
        BGS BURGS
        BLF BLUFF BLUF
        BLFS BLUFFS
        *BLVD BOULEVARD BOUL BOULV BLV BVD BULEVAR
        BND BEND
        BR BRANCH BRNCH
        BRG BRIDGE BRDGE
        BRK BROOK
        BRKS BROOKS
        BTM BOTTOM BOTTM | BOT
        *BYP BYPASS BYPA BYPAS BYPS
        BYU BAYOU BAYOO
        *CIR CIRCLE CIRC CIRCL CRCL CRCLE | CI
        *CIRS CIRCLES
        CLB CLUB
        CLF CLIFF
        CLFS CLIFFS
        CMN COMMON
        COR CORNER
        CORS CORNERS
        CP CAMP CMP
        CPE CAPE
        CRES CRESCENT CRECENT CRESENT CRSCNT CRSENT CRSNT
        CRK CREEK | CK CR
        CRSE COURSE
        CRST CREST
        *CSWY CAUSEWAY CAUSWAY
        *CT COURT CRT
        CTR CENTER CENTR CENTRE CNTER CNTR | CEN CENT
        CTRS CENTERS
        *CTS COURTS
        CURV CURVE
        *CV COVE
        CVS COVES
        CYN CANYON CANYN CNYN
        DL DALE
        DM DAM
        *DR DRIVE DRIV DRV
        *DRS DRIVES
        DV DIVIDE DVD | DIV
        EST ESTATE
        ESTS ESTATES
        *EXPY EXPRESSWAY EXPR EXPW | EXP EXPRESS
        EXT EXTENSION EXTN EXTNSN
        EXTS EXTENSIONS
        !FALL FALL
        FLD FIELD
        FLDS FIELDS
        FLS FALLS
        FLT FLAT
        FLTS FLATS
        FRD FORD
        FRDS FORDS
        FRG FORGE FORG
        FRGS FORGES
        FRK FORK
        FRKS FORKS
        FRST FOREST | FORESTS
        FRY FERRY FRRY
        FT FORT FRT
        *FWY FREEWAY FREEWY FRWAY FRWY
        GDN GARDEN GARDN GRDEN GRDN
        GDNS GARDENS GRDNS
        GLN GLEN
        GLNS GLENS
        GRN GREEN
        GRNS GREENS
        GRV GROVE GROV
        GRVS GROVES
        GTWY GATEWAY GATEWY GATWAY GTWAY
        HBR HARBOR HARB HARBR HRBOR HARBOUR
        HBRS HARBORS
        HL HILL
        HLS HILLS
        HOLW HOLLOW HLLW HOLWS | HOLLOWS
        HTS HEIGHTS HGTS | HEIGHT HT
        HVN HAVEN HAVN
        *HWY HIGHWAY HIGHWY HIWAY HIWY HWAY HGWY HYWY
        INLT INLET
        !IS ISLAND ISLND
        ISLE ISLE | ISLES
        ISS ISLANDS ISLNDS
        JCT JUNCTION JCTION JCTN JUNCTN JUNCTON
        JCTS JUNCTIONS JCTNS
        KNL KNOLL KNOL
        KNLS KNOLLS
        KY KEY
        KYS KEYS
        LAND LAND
        LCK LOCK
        LCKS LOCKS
        LDG LODGE LDGE LODG
        LF LOAF
        LGT LIGHT
        LGTS LIGHTS
        LK LAKE
        LKS LAKES
        *LN LANE | LA LANES
        LNDG LANDING LNDNG
        *LOOP LOOP | LOOPS
        MALL MALL
        MDW MEADOW
        MDWS MEADOWS MEDOWS
        MEWS MEWS
        ML MILL
        MLS MILLS
        MNR MANOR
        MNRS MANORS
        MSN MISSION MISSN MSSN
        MT MOUNT MNT
        MTN MOUNTAIN MNTAIN MNTN MOUNTIN MTIN
        MTNS MOUNTAINS MNTNS
        MTWY MOTORWAY
        NCK NECK
        OPAS OVERPASS
        ORCH ORCHARD ORCHRD
        OVAL OVAL OVL
        PARK PARK PK PRK | PARKS
        PASS PASS
        PATH PATH | PATHS
        PIKE PIKE | PIKES
        *PKWY PARKWAY PARKWY PKWAY PKWYS PKY | PARKWAYS PY
        *PL PLACE
        PLN PLAIN
        PLNS PLAINS | PLAINES
        *PLZ PLAZA PLZA
        PNE PINE
        PNES PINES
        !PR PRAIRIE PRARIE PRR
        PRT PORT
        PRTS PORTS
        *PSGE PASSAGE
        PT POINT
        PTS POINTS
        RADL RADIAL RADIEL | RAD
        RAMP RAMP
        *RD ROAD
        RDG RIDGE RDGE
        RDGS RIDGES
        *RDS ROADS
        RIV RIVER RIVR RVR
        RNCH RANCH RNCHS | RANCHES
        ROW ROW
        RPD RAPID
        RPDS RAPIDS
        RST REST
        *RTE ROUTE RT
        RUE RUE
        RUN RUN
        SHL SHOAL
        SHLS SHOALS
        SHR SHORE SHOAR
        SHRS SHORES SHOARS
        SKWY SKYWAY
        SMT SUMMIT SUMIT SUMITT
        SPG SPRING SPNG SPRNG
        SPGS SPRINGS SPNGS SPRNGS
        SPUR SPUR | SPURS
        *SQ SQUARE SQR SQRE SQU
        SQS SQUARES SQRS
        *ST STREET STR STRT
        !STA STATION STATN STN
        STRA STRAVENUE STRAV STRAVE STRAVEN STRAVN STRVN STRVNUE
        STRM STREAM STREME
        *STS STREETS
        *TER TERRACE TERR
        *TPKE TURNPIKE TPK TRNPK TRPK TURNPK
        TRAK TRACK TRK TRKS | TRACKS
        TRCE TRACE | TRACES
        TRFY TRAFFICWAY
        *TRL TRAIL TRLS | TR TRAILS
        TRWY THROUGHWAY THRUWAY
        TUNL TUNNEL TUNEL TUNLS TUNNL | TUNNELS
        !UN UNION
        UNS UNIONS
        UPAS UNDERPASS
        !VIA VIADUCT VDCT VIADCT
        !VIS VISTA VIST VST VSTA
        VL VILLE
        VLG VILLAGE VILL VILLAG VILLG VILLIAGE
        VLGS VILLAGES
        VLY VALLEY VALLY VLLY
        VLYS VALLEYS
        VW VIEW
        VWS VIEWS
        WALK WALK | WALKS
        WALL WALL
        *WAY WAY WY
        WAYS WAYS
        WL WELL
        WLS WELLS
        *XING CROSSING CRSSING CRSSNG
        XRD CROSSROAD
        XRDS CROSSROADS
        """

    /// Directionals (Publication 28, section 233), clockwise.
    static let directionText: StaticString = """
        N NORTH
        NE NORTHEAST
        E EAST
        SE SOUTHEAST
        S SOUTH
        SW SOUTHWEST
        W WEST
        NW NORTHWEST
        """

    /// Ordinal words, from the first; then the tens that begin a longer one (TWENTY FIRST).
    static let ordinalText: StaticString = """
        FIRST SECOND THIRD FOURTH FIFTH SIXTH SEVENTH EIGHTH NINTH TENTH ELEVENTH TWELFTH THIRTEENTH FOURTEENTH
        FIFTEENTH SIXTEENTH SEVENTEENTH EIGHTEENTH NINETEENTH TWENTIETH
        """

    /// The tens, each as it stands alone and as it begins a longer ordinal.
    static let tensText: StaticString = """
        TWENTIETH TWENTY
        THIRTIETH THIRTY
        FORTIETH FORTY
        FIFTIETH FIFTY
        SIXTIETH SIXTY
        SEVENTIETH SEVENTY
        EIGHTIETH EIGHTY
        NINETIETH NINETY
        """

    /// Words that designate a unit (Publication 28, appendix C2, with Spanish and everyday spellings): the kind as in
    /// `UnitDesignator`, then the words.
    static let designatorText: StaticString = """
        apartment APT APARTMENT APTO APARTAMENTO APTMENT APPT APMT APRT APTS DPTO DEPTO
        suite STE SUITE SUIT
        sign #
        unit UNIT
        lot LOT LOTE
        room RM ROOM CUARTO
        floor FL FLOOR FLR PISO
        trailer TRLR TRAILER TRLER
        space SPC SPACE SP
        building BLDG BUILDING BLG BLD EDIF EDIFICIO TORRE TWR TOWER BLK BLOCK BLOQUE
        other DEPT DEPARTMENT OFC OFFICE SLIP PIER STOP HNGR HANGAR HANGER KEY PMB NO NUM MSC CASA CONDO CONDOMINIUM TOWNHOUSE
        other TOWNHOME TH VILLA CABIN COTTAGE PAD BAY DOOR LEVEL DUPLEX HOUSE HSE BUZON PARCELA SOLAR
        penthouse PH PENTHOUSE
        BSMT BSMT BASEMENT BSMNT
        FRNT FRNT FRONT
        REAR REAR
        UPPR UPPR UPPER UPSTAIRS ALTOS
        LOWR LOWR LOWER DOWNSTAIRS BAJOS
        SIDE SIDE
        LBBY LBBY LOBBY
        STUDIO STUDIO
        GARAGE GARAGE
        ATTIC ATTIC
        """

    /// Words with a part of their own to play, as in `PostalWord.Role`.
    static let roleText: StaticString = """
        box BOX BX CAJA
        pobox POBOX POB LOCKBOX APARTADO
        po PO
        drawer DRAWER CALLER
        lock LOCK
        post POST
        postal POSTAL
        office OFFICE
        general GENERAL GEN
        delivery DELIVERY DEL DELIV DLVRY
        rural RURAL
        ruralRoute RR RFD RURALROUTE
        contractRoute HC HCR
        contract CONTRACT
        star STAR
        military PSC CMR
        federal US USHWY
        state STATE
        stateRoute SR SH STH
        county COUNTY CTY CNTY CO COUNTRY
        countyRoad CR CTH
        farmMarket FM
        farm FARM
        to TO
        market MARKET
        ranchMarket RM
        interstate INTERSTATE IH
        privateRoad PRIVATE PVT
        township TOWNSHIP TWP
        business BUSINESS BUS
        kilometre KM
        careOf C/O % ATTN ATTENTION
        care CARE
        of OF
        urbanization URB URBANIZACION URBANIZATION
        calle CALLE CLL PASEO CAMINO CARRETERA CARR CALLEJON VEREDA
        one ONE
        mlk MLK
        martin MARTIN
        luther LUTHER
        king KING
        junior JR
        doctor DOCTOR
        saint SAINT
        country USA
        placeholder NONE NA N/A UNK UNKNOWN TBD
        """

    /// State names and older abbreviations (Publication 28, appendix B), written without blanks, cut at 16 letters.
    static let stateText: StaticString = """
        AL ALABAMA ALA
        AK ALASKA ALAS
        AZ ARIZONA ARIZ
        AR ARKANSAS ARK
        AS AMERICANSAMOA
        CA CALIFORNIA CALIF CAL
        CO COLORADO COLO
        CT CONNECTICUT CONN
        DE DELAWARE DEL
        DC DISTRICTOFCOLUMB WASHINGTONDC
        FL FLORIDA FLA FLOR
        GA GEORGIA
        GU GUAM
        HI HAWAII
        ID IDAHO IDA
        IL ILLINOIS ILL
        IN INDIANA IND
        IA IOWA
        KS KANSAS KANS KAN
        KY KENTUCKY KENT KEN
        LA LOUISIANA
        ME MAINE
        MD MARYLAND
        MA MASSACHUSETTS MASS
        MI MICHIGAN MICH
        MN MINNESOTA MINN
        MP NORTHERNMARIANAI
        MS MISSISSIPPI MISS
        MO MISSOURI
        MT MONTANA MONT
        NE NEBRASKA NEBR NEB
        NV NEVADA NEV
        NH NEWHAMPSHIRE
        NJ NEWJERSEY
        NM NEWMEXICO NMEX
        NY NEWYORK
        NC NORTHCAROLINA NCAROLINA
        ND NORTHDAKOTA NDAK
        OH OHIO
        OK OKLAHOMA OKLA
        OR OREGON OREG ORE
        PA PENNSYLVANIA PENN PENNA
        PR PUERTORICO
        RI RHODEISLAND
        SC SOUTHCAROLINA SCAROLINA
        SD SOUTHDAKOTA SDAK
        TN TENNESSEE TENN
        TX TEXAS TEX
        UT UTAH
        VT VERMONT
        VI VIRGINISLANDS USVIRGINISLANDS
        VA VIRGINIA
        WA WASHINGTON WASH
        WV WESTVIRGINIA WVA
        WI WISCONSIN WISC WIS
        WY WYOMING WYO
        """
}
