internal import AmparoModel
internal import AmparoSharing

/// The plain words of a statement, in one language. A child of twelve should understand them.
struct StatementWords {
    /// The languages there are.
    static let languages = ["en", "es"]

    let isSpanish: Bool
    let terms: SharingTerms
    private let fields: FieldPhrases

    /// Throws `SharingError` when the shipped phrases are not sound.
    init(language: String, terms: SharingTerms) throws {
        isSpanish = language == "es"
        self.terms = terms
        fields = try .shipped()
    }

    private func say(_ english: String, _ spanish: String) -> String { isSpanish ? spanish : english }

    func opening(_ audience: StatementAudience) -> String {
        switch audience {
        case .child, .counsel:
            say(
                "This is the list of everyone to whom information about you was shown, with the day, the reason and what was shown.",
                "Esta es la lista de todas las personas a quienes se mostró información sobre ti, con el día, la razón y lo que se mostró."
            )
        case .sponsor:
            say(
                "This is the list of everyone to whom information about you and your household was shown, with the day, the reason and what was shown.",
                "Esta es la lista de todas las personas a quienes se mostró información sobre usted y su hogar, con el día, la razón y lo que se mostró."
            )
        }
    }

    /// The same for everybody, whether anything was left out or not.
    func closing(entries: Int, refusals: Int, position: Int64, root: String) -> String {
        let shown = say(
            entries == 1 ? "Information was shown once" : "Information was shown \(entries) times",
            entries == 1 ? "Se mostró información una vez" : "Se mostró información \(entries) veces")
        let refused = say(
            refusals == 1 ? "one request was refused" : "\(refusals) requests were refused",
            refusals == 1 ? "se negó una solicitud" : "se negaron \(refusals) solicitudes")
        return "\(shown); \(refused). "
            + say(
                "The list is complete up to entry \(position) of the record, whose root is \(root). Some disclosures are given only to the person concerned, after a check that the list arrives safely; disclosures to law enforcement on a written request of the head of an agency follow 5 USC 552a(c)(3). If something in it is wrong, you may ask for it to be corrected.",
                "La lista está completa hasta la entrada \(position) del registro, cuya raíz es \(root). Algunas comunicaciones se dan solo a la persona interesada, después de comprobar que la lista llega de forma segura; las comunicaciones a la policía por solicitud escrita del jefe de una agencia siguen 5 USC 552a(c)(3). Si algo en ella está mal, se puede pedir que se corrija."
            )
    }

    func paragraph(
        at instant: Instant, operation: String, purpose: String, name: String?, address: String?, agency: String,
        groups: [Receipt.Group]
    ) -> String {
        let who = name ?? say("a person whose name was erased", "una persona cuyo nombre fue borrado")
        let place = address.map { " (\($0))" } ?? ""
        var lines = [
            say(
                "On \(day(instant)), \(nature(operation)) to \(who)\(place), of \(party(agency)).",
                "El \(day(instant)), \(nature(operation)) a \(who)\(place), de \(party(agency))."),
            say("Reason: ", "Razón: ") + self.purpose(purpose) + ".",
        ]
        for group in groups {
            var line = say("Shown: ", "Se mostró: ") + shown(group) + "."
            let rule = group.clause.isEmpty ? group.rule : group.rule + "/" + group.clause
            line +=
                say(" Allowed by: ", " Permitido por: ") + rule
                + (group.authority.isEmpty ? "" : " (\(group.authority))") + "."
            if !group.obligations.isEmpty {
                line +=
                    say(" They must: ", " Deben: ") + group.obligations.map(obligation).joined(separator: "; ") + "."
            }
            lines.append(line)
        }
        return lines.joined(separator: "\n")
    }

    /// A statement of disagreement, as it goes with the record.
    func paragraph(_ disagreement: Disagreement) -> String {
        let classes = disagreement.classes.compactMap(FieldClass.init(code:)).map(fieldClass).joined(separator: ", ")
        let about = classes.isEmpty ? say("the record", "el expediente") : classes
        let words = disagreement.words ?? say("(the words were erased)", "(las palabras fueron borradas)")
        return say(
            "Statement of disagreement of \(day(disagreement.day)) about \(about), which goes with that part of the record to whoever is shown it: \(words)",
            "Declaración de desacuerdo del \(day(disagreement.day)) sobre \(about), que acompaña a esa parte del expediente ante quien la ve: \(words)"
        )
    }

    // MARK: Words

    private func day(_ instant: Instant) -> String { day(WashingtonTime.day(of: instant)) }

    private func day(_ day: Day) -> String {
        let date = day.date
        let english = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ]
        let spanish = [
            "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
            "noviembre", "diciembre",
        ]
        return say(
            "\(english[date.month - 1]) \(date.day), \(date.year)",
            "\(date.day) de \(spanish[date.month - 1]) de \(date.year)")
    }

    private func nature(_ operation: String) -> String {
        switch Operation(rawValue: operation) {
        case .view: say("the record was shown", "se mostró el expediente")
        case .list: say("a line of a list was shown", "se mostró una línea de una lista")
        case .searchHit: say("a search result was shown", "se mostró un resultado de búsqueda")
        case .export: say("a file was given", "se entregó un archivo")
        case .print: say("a page was printed and given", "se imprimió y entregó una página")
        case .notify: say("a message was sent", "se envió un mensaje")
        case .api: say("data was given to a computer system", "se dieron datos a un sistema informático")
        case .aggregate, nil: say("information was given", "se dio información")
        }
    }

    private func party(_ code: String) -> String {
        terms.parties.parties.first { $0.party.code == code }.map { say($0.english, $0.spanish) } ?? code
    }

    private func purpose(_ code: String) -> String {
        terms.purposes.purpose(code).map { say($0.english, $0.spanish) } ?? code
    }

    /// The classes of what was shown, and the names of the fields.
    private func shown(_ group: Receipt.Group) -> String {
        var byClass: [FieldClass: [String]] = [:]
        for name in group.fields {
            guard let field = terms.catalogue[name] else { continue }
            let phrase = fields.phrase(field, isSpanish ? .spanish : .english)
            byClass[field.fieldClass, default: []].append(phrase)
        }
        let parts = byClass.sorted { $0.key.rawValue < $1.key.rawValue }.map { fieldClass, fields in
            self.fieldClass(fieldClass) + " (" + fields.joined(separator: ", ") + ")"
        }
        let form = group.outcome.hasPrefix("transform:") ? say(", in short form only", ", solo en forma resumida") : ""
        return parts.joined(separator: "; ") + form
    }

    private func fieldClass(_ fieldClass: FieldClass) -> String {
        switch fieldClass {
        case .general: say("general facts", "datos generales")
        case .identity: say("name, birth and numbers", "nombre, nacimiento y números")
        case .court: say("court case and hearings", "caso y audiencias en la corte")
        case .notice: say("notices", "notificaciones")
        case .addressService: say("the address where notices go", "la dirección para notificaciones")
        case .addressResidence:
            say("the address told in welfare work", "la dirección conocida por el trabajo de bienestar")
        case .contact: say("telephone and mail", "teléfono y correo")
        case .placement: say("where care was given", "dónde se dio el cuidado")
        case .sponsorIdentity: say("who the sponsor is", "quién es el patrocinador")
        case .sponsorContact: say("how to reach the sponsor", "cómo contactar al patrocinador")
        case .sponsorNetwork: say("whom the sponsor knows", "a quién conoce el patrocinador")
        case .household: say("who lives in the household", "quién vive en el hogar")
        case .biometric: say("fingerprints and other body data", "huellas y otros datos del cuerpo")
        case .checkResult: say("results of checks", "resultados de verificaciones")
        case .criminalHistory: say("criminal history", "antecedentes penales")
        case .clinical: say("health and counseling", "salud y consejería")
        case .incident: say("incidents", "incidentes")
        case .trafficking: say("suspected trafficking", "sospecha de trata")
        case .asylum: say("the asylum application", "la solicitud de asilo")
        case .protected1367: say("protected applications", "solicitudes protegidas")
        case .cat4Plan: say("the discharge plan", "el plan de egreso")
        case .attorney: say("the lawyer", "el abogado")
        case .education: say("school", "escuela")
        case .immigrationStatus: say("immigration status", "situación migratoria")
        case .safetyCall: say("safety calls", "llamadas de seguridad")
        case .familyLink: say("family", "familia")
        case .existence: say("that there is a record", "que existe un expediente")
        case .statistics: say("counts", "conteos")
        }
    }

    private func obligation(_ code: String) -> String {
        if code.hasPrefix("retain-days: ") {
            let days = code.dropFirst(13)
            return days == "1"
                ? say("delete it after one day", "borrarlo después de un día")
                : say("delete it after \(days) days", "borrarlo después de \(days) días")
        }
        if code.hasPrefix("review-in-hours: ") {
            let hours = code.dropFirst(17)
            return hours == "1"
                ? say("have it reviewed within one hour", "hacerlo revisar en una hora")
                : say("have it reviewed within \(hours) hours", "hacerlo revisar en \(hours) horas")
        }
        switch ObligationSet.Flag.allCases.first(where: { $0.code == code }) {
        case .noOnwardTransfer: return say("not pass it on", "no pasarlo a nadie más")
        case .courtCaseOnly: return say("use it in the court case only", "usarlo solo en el caso de la corte")
        case .suitabilityOnly:
            return say("use it to judge the sponsor only", "usarlo solo para evaluar al patrocinador")
        case .safetyOnly: return say("use it for safety only", "usarlo solo para la seguridad")
        case .laborCaseOnly: return say("use it to protect workers only", "usarlo solo para proteger a trabajadores")
        case .noRemovalAction:
            return say("detain or deport nobody because of it", "no detener ni deportar a nadie por ello")
        case .notifySubject: return say("tell the person concerned", "avisar a la persona interesada")
        case .statisticsOnly: return say("use it for counts only", "usarlo solo para conteos")
        case nil: return code
        }
    }
}
