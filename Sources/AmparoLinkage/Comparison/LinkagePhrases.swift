/// Fields and levels in plain words, for a caseworker who decides on a link. No sentence holds a value of a person.
public enum LinkagePhrases {
    /// What a level says, without the field's name: `the same names in another order`.
    public static func level(_ level: ComparisonLevel, _ language: LinkageLanguage) -> String {
        let phrase = levels(level)
        return language == .english ? phrase.0 : phrase.1
    }

    /// The field's name.
    public static func field(_ field: LinkageField, _ language: LinkageLanguage) -> String {
        let phrase = fields(field)
        return language == .english ? phrase.0 : phrase.1
    }

    private static func levels(_ level: ComparisonLevel) -> (String, String) {
        switch level {
        case .notCompared: ("not told by both", "no consta en ambos")
        case .different: ("different", "distinto")
        case .same: ("the same", "igual")
        case .sameOtherOrder: ("the same in another order", "igual en otro orden")
        case .sameOtherMissing:
            ("one is the same, the other is missing on one side", "uno igual, el otro falta en un lado")
        case .soundsAlike: ("sounds alike, spelled differently", "suena igual, se escribe distinto")
        case .soundsAlikeOtherMissing:
            ("one sounds alike, the other is missing on one side", "uno suena igual, el otro falta en un lado")
        case .oneOfSeveral: ("one agrees, another contradicts", "uno coincide, otro contradice")
        case .nickname: ("a short form of the same name", "forma corta del mismo nombre")
        case .close: ("nearly the same spelling", "escritura casi igual")
        case .initial: ("only an initial agrees", "solo coincide la inicial")
        case .exchanged: ("given names and surnames are exchanged", "nombres y apellidos intercambiados")
        case .dayMonthSwapped: ("the same with day and month exchanged", "igual con día y mes intercambiados")
        case .otherYear: ("the same day and month of another year", "mismo día y mes de otro año")
        case .oneDigit: ("one part of the date differs", "difiere una parte de la fecha")
        case .placeholder:
            ("both are 1 January of one year, which says only the year", "ambos 1 de enero de un año: solo dice el año")
        case .withinRange: ("fits within what is only known roughly", "cabe en lo que solo se sabe aproximadamente")
        case .nearYear: ("at most one year apart", "a un año de distancia como máximo")
        case .daysApart: ("a few days apart", "a pocos días de distancia")
        case .weeksApart: ("some weeks apart", "a unas semanas de distancia")
        case .digitSlip: ("the same but for one digit or two exchanged", "igual salvo una cifra o dos intercambiadas")
        case .widerSame: ("the wider part is the same", "la parte más amplia es igual")
        case .someWords: ("some words are the same", "algunas palabras son iguales")
        }
    }

    private static func fields(_ field: LinkageField) -> (String, String) {
        switch field {
        case .givenNames: ("given names", "nombres")
        case .surnames: ("surnames", "apellidos")
        case .birth: ("date of birth", "fecha de nacimiento")
        case .birthDigits: ("date of birth, digit by digit", "fecha de nacimiento, cifra por cifra")
        case .aNumber: ("A-number", "número A")
        case .sex: ("sex", "sexo")
        case .country: ("country", "país")
        case .language: ("language", "idioma")
        case .entered: ("day of entry", "día de entrada")
        case .transferred: ("day of transfer", "día de traslado")
        case .place: ("address", "dirección")
        case .origin: ("place of origin", "lugar de origen")
        case .contact: ("sponsor's name", "nombre del patrocinador")
        case .phone: ("telephone", "teléfono")
        case .streetNumber: ("house number", "número de la casa")
        case .street: ("street", "calle")
        case .locality: ("second address line", "segunda línea de la dirección")
        case .city: ("city", "ciudad")
        case .postcode: ("postal code", "código postal")
        case .state: ("state", "estado")
        }
    }
}

extension FieldComparison {
    /// One sentence: field, how well it agrees, and what that weighs in bits, the rarity of the value apart.
    ///
    /// `surnames: the same in another order (+9.1; rare value +4.2)`
    public func sentence(_ language: LinkageLanguage) -> String {
        let head = "\(LinkagePhrases.field(field, language)): \(LinkagePhrases.level(level, language))"
        if level == .notCompared { return head }
        if weight == 0, frequencyAdjustment == 0 {
            return head + (language == .english ? " (goes with what is counted)" : " (va con lo que ya cuenta)")
        }
        let rare: String
        switch (language, frequencyAdjustment) {
        case (_, let bits) where abs(bits) < 0.05: rare = ""
        case (.english, let bits): rare = "; \(bits > 0 ? "rare" : "common") value \(Self.signed(bits))"
        case (.spanish, let bits): rare = "; valor \(bits > 0 ? "raro" : "común") \(Self.signed(bits))"
        }
        return "\(head) (\(Self.signed(weight))\(rare))"
    }

    /// Bits with one digit behind the point and always a sign.
    private static func signed(_ bits: Double) -> String {
        let tenths = Int((abs(bits) * 10).rounded())
        return "\(bits < 0 ? "-" : "+")\(tenths / 10).\(tenths % 10)"
    }
}
