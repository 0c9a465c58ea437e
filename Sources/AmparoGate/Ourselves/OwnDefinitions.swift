// swift-format-ignore-file
// Written by Definitions/figures/embed.sh from the files of ourselves/. Change those, not this.

/// The definitions of figures about the house itself, as JSON texts in the order of their ids.
enum OwnDefinitions {
    static let texts: [String] = [
        #"""
{
  "id": "access.accounts",
  "version": 1,
  "inForce": "2026-11-21",
  "title": { "en": "Accounts that may ask", "es": "Cuentas que pueden consultar" },
  "text": {
    "en": "Accounts that are not locked and whose attestation is at most 90 days old on the day asked for. Counted from the entries known at the moment asked for.",
    "es": "Cuentas que no están bloqueadas y cuya confirmación tiene como máximo 90 días en la fecha consultada. Se cuentan a partir de los asientos conocidos en el momento consultado."
  },
  "unknown": {
    "en": "Accounts that are not locked and whose attestation has lapsed: they can ask for nothing.",
    "es": "Cuentas que no están bloqueadas y cuya confirmación ha vencido: no pueden consultar nada."
  },
  "by": {
    "agency": { "en": "The agency the account works for.", "es": "La agencia para la que trabaja la cuenta." },
    "homeAgency": { "en": "The agency that employs its holder.", "es": "La agencia que emplea a su titular." },
    "office": { "en": "Agency and office.", "es": "Agencia y oficina." },
    "role": { "en": "The role.", "es": "La función." },
    "granted": { "en": "The day on which its present access was granted.", "es": "El día en que se le concedió su acceso actual." }
  },
  "source": { "rule": "issue 3, figures about ourselves" }
}
"""#,
        #"""
{
  "id": "agreement.changes",
  "version": 1,
  "inForce": "2026-11-21",
  "title": { "en": "Changes of agreements", "es": "Cambios de acuerdos" },
  "text": {
    "en": "Entries that propose, approve, enact, suspend or withdraw an agreement, simulate it, or report a breach of one of its clauses.",
    "es": "Asientos que proponen, aprueban, promulgan, suspenden o retiran un acuerdo, lo simulan o informan del incumplimiento de una de sus cláusulas."
  },
  "unknown": null,
  "by": {
    "agreement": { "en": "The agreement with its version.", "es": "El acuerdo con su versión." },
    "change": { "en": "What happened.", "es": "Lo que ocurrió." },
    "month": { "en": "The month in which it was recorded, in UTC.", "es": "El mes en que se registró, en UTC." }
  },
  "source": { "rule": "issue 3, figures about ourselves" }
}
"""#,
        #"""
{
  "id": "disclosure.count",
  "version": 1,
  "inForce": "2026-11-21",
  "title": { "en": "Decisions about fields", "es": "Decisiones sobre campos" },
  "text": {
    "en": "Fields of records that were asked for and decided, by the receipts; each field of each receipt counts once. Not in the public form: small cells could tell of one person.",
    "es": "Campos de expedientes que se solicitaron y se decidieron, según los recibos; cada campo de cada recibo cuenta una vez. No figura en la forma pública: las celdas pequeñas podrían revelar datos de una persona."
  },
  "unknown": {
    "en": "Requests that were refused before any field was decided.",
    "es": "Solicitudes rechazadas antes de decidir campo alguno."
  },
  "by": {
    "recipient": { "en": "The recipient's agency.", "es": "La agencia del destinatario." },
    "purpose": { "en": "The purpose that was declared.", "es": "El propósito declarado." },
    "class": { "en": "The class of the field.", "es": "La clase del campo." },
    "outcome": { "en": "disclose, a lesser form, withhold or undetermined.", "es": "disclose (divulgado), una forma reducida, withhold (retenido) o undetermined (indeterminado)." }
  },
  "source": { "rule": "issue 3, figures about ourselves" }
}
"""#,
    ]
}
