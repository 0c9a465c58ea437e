/// One field of a form with its label, and a word of help below it.
struct FormField {
    /// The key of its label.
    var label: String
    var name: String
    var type = "text"
    var value: String?
    /// What a browser may fill in (HTML, "autofill").
    var autocomplete = "off"
    /// The key of the word of help; nil for none.
    var hint: String?
    var isRequired = true
    var isNumeric = false

    func markup(_ phrases: Phrases) -> Markup {
        let help = hint.map { _ in "\(name)-hint" }
        return element("div", ["class": "field"]) {
            element("label", ["for": name], phrases.say(label))
            void(
                "input",
                [
                    "id": name, "name": name, "type": type, "value": value, "autocomplete": autocomplete,
                    "required": isRequired ? "" : nil, "aria-describedby": help,
                    "inputmode": isNumeric ? "numeric" : nil, "autocapitalize": "none", "spellcheck": "false",
                ])
            if let hint { element("p", ["class": "note", "id": help], phrases.say(hint)) }
        }
    }
}

/// What went wrong with a form, above it and announced.
func formFault(_ text: String?) -> Markup? {
    text.map { element("p", ["class": "fault", "role": "alert"], $0) }
}

/// A hidden field.
func hidden(_ name: String, _ value: String) -> Markup {
    void("input", ["type": "hidden", "name": name, "value": value])
}
