internal import AmparoModel

/// `/figures/{id}`: one figure of the overview.
struct FigurePage {
    let figure: OverviewFigure
    let answer: OverviewDesk.Answer
    let reader: Reader

    func markup() -> Markup {
        let model = answer.model
        let title = figure.title.text(in: reader.phrases.language)
        return Page(title: title, record: answer).markup(reader) {
            element("p", ["class": "back"]) {
                element("a", ["href": reader.address("/#figures")], reader.phrases.say("figure.back"))
            }
            element("h1", [:], title)
            FigureView(
                figure: figure, asOf: model.asOf,
                asKnown: model.asKnown?.description ?? "seq:\(model.logSize)", logSize: model.logSize,
                logRoot: model.logRoot, reader: reader
            ).markup()
        }
    }
}
