import AmparoLinkage
import AmparoModel
import Testing

@Suite("Names are compared as people and clerks use them")
struct LinkageNameTests {
    /// What becomes of two names: of the given names and of the surnames.
    static func levels(
        _ left: (String, String), _ right: (String, String)
    ) -> (given: ComparisonLevel, surnames: ComparisonLevel) {
        var index = LinkIndex<Int>(model: .shipped)
        let score = index.score(
            PersonDescription(given: left.0, surnames: left.1), PersonDescription(given: right.0, surnames: right.1))
        return (score.comparisons[0].level, score.comparisons[1].level)
    }

    @Test(
        "Surnames may come in any order, with the maternal one dropped, joined, or with particles",
        arguments: [
            ("García López", "GARCIA LOPEZ", ComparisonLevel.same),
            ("García López", "Lopez Garcia", .sameOtherOrder),
            ("García López", "Garcia", .sameOtherMissing),
            ("García López", "Lopez", .sameOtherMissing),
            ("García-López", "Garcia Lopez", .same),
            ("GarcíaLópez", "Garcia Lopez", .same),
            ("De la Cruz Pérez", "Cruz Perez", .same),
            ("Delacruz", "de la Cruz", .same),
            ("De León", "DeLeon", .same),
            ("Ortega y Gasset", "Ortega Gasset", .same),
            ("Pérez de García", "Perez Garcia", .same),
            ("García López", "Garcia Morales", .oneOfSeveral),
            ("García López", "Tum Caal", .different),
            ("García", "", .notCompared), ("UNKNOWN", "UNKNOWN", .notCompared), ("LNU", "García", .notCompared),
        ])
    func surnames(left: String, right: String, expected: ComparisonLevel) {
        #expect(Self.levels(("Ana", left), ("Ana", right)).surnames == expected)
        #expect(Self.levels(("Ana", right), ("Ana", left)).surnames == expected)
    }

    @Test(
        "A name that was written by ear sounds like itself",
        arguments: [
            ("González", "Gonsales"), ("Vásquez", "Basques"), ("Velásquez", "Belasques"), ("Hernández", "Ernandes"),
            ("Castillo", "Castiyo"), ("Ximénez", "Jiménez"), ("Quiñónez", "Kinones"), ("Guarcax", "Huarcas"),
            ("Cifuentes", "Sifuentes"), ("Zelaya", "Selalla"), ("Chávez", "Chabes"), ("Giménez", "Jimenes"),
            ("Rodríguez", "Rodrigues"), ("Echeverría", "Echeberia"), ("Godoy", "Godoi"),
            // Mayan names, by their own rules.
            ("Xol", "Chol"), ("Tzep", "Sep"), ("Tzunux", "Zunush"), ("Q'uq", "Kuk"), ("Ixcoy", "Ishkoy"),
        ])
    func byEar(left: String, right: String) {
        #expect(Self.levels(("Ana", left), ("Ana", right)).surnames == .soundsAlike)
    }

    @Test(
        "Names that only look alike in part are different",
        arguments: [
            ("Pérez", "Peña"), ("Ramos", "Ramírez"), ("Caal", "Choc"), ("Cruz", "Ruiz"), ("Sub", "Tum"),
            ("Reyes", "Rivas"),
            ("Juárez", "Suárez"),
        ])
    func notAlike(left: String, right: String) {
        let level = Self.levels(("Ana", left), ("Ana", right)).surnames
        #expect(level == .different || level == .close)
    }

    @Test(
        "Given names: order, a missing second one, short forms, initials",
        arguments: [
            ("José Luis", "Jose Luis", ComparisonLevel.same), ("José Luis", "Luis Jose", .sameOtherOrder),
            ("José Luis", "Luis", .sameOtherMissing), ("José Luis", "José Manuel", .oneOfSeveral),
            ("José", "Chepe", .nickname), ("Francisco", "Paco", .nickname), ("Guadalupe", "Lupita", .nickname),
            ("Alexander", "Alex", .nickname), ("María Elena", "Mariaelena", .same),
            ("José L.", "José Luis", .sameOtherMissing),
            ("J", "José", .initial), ("Yesenia", "Jesenia", .soundsAlike), ("Wilmer", "Wilmar", .close),
            ("Brayan", "Bryan", .nickname), ("Ana", "Pedro", .different), ("Baby Unknown", "Unknown", .notCompared),
        ])
    func given(left: String, right: String, expected: ComparisonLevel) {
        #expect(Self.levels((left, "Cruz"), (right, "Cruz")).given == expected)
        #expect(Self.levels((right, "Cruz"), (left, "Cruz")).given == expected)
    }

    @Test("Given names and surnames that stand in each other's place are exchanged, not different")
    func exchanged() {
        let levels = Self.levels(("Mateo Andrés", "Ixcoy Tambriz"), ("Ixcoy Tambriz", "Mateo Andres"))
        #expect(levels.given == .exchanged)
        #expect(levels.surnames == .exchanged)
        // Matías is a surname, too: what stands where it belongs is not exchanged.
        #expect(Self.levels(("Matías", "Pablo"), ("Matias", "Pablo")).given == .same)
    }

    @Test(
        "Tricks with Unicode change nothing",
        arguments: [
            "Garci\u{301}a", "ＧＡＲＣＩＡ", "G\u{200B}arc\u{AD}ia", "\u{202E}Garcia\u{202C}", "𝐆𝐚𝐫𝐜𝐢𝐚", "Gаrсіа", "GarcÃ­a",
            "Ĝàŕčïâ", "Ⓖⓐⓡⓒⓘⓐ", "G'arc’ia",
        ])
    func unicode(name: String) {
        #expect(Self.levels(("Ana", name), ("Ana", "García")).surnames == .same)
    }

    @Test("Another alphabet is compared as it is, and a name of a million letters is cut")
    func strange() {
        #expect(Self.levels(("小明", "王"), ("小明", "王")).given == .same)
        #expect(Self.levels(("小明", "王"), ("大伟", "王")).given == .different)
        let long = String(repeating: "Garcia", count: 200_000)
        #expect(Self.levels((long, long), (long, long)).given == .same)
        let many = String(repeating: "a b c d ", count: 100_000)
        #expect(Self.levels((many, many), (many, many)).given == .same)
        #expect(Self.levels(("\u{0}\u{1}", "💥"), ("", "")).given == .notCompared)
    }

    @Test("A rare name weighs more than a common one, also where it is only heard")
    func rarity() throws {
        var index = LinkIndex<Int>(model: .shipped)
        for number in 0..<300 {
            let surname = number % 3 == 0 ? "Hernández" : number % 3 == 1 ? "López" : "Cruz"
            index.insert(PersonDescription(given: "Ana", surnames: surname), id: number)
        }
        index.insert(PersonDescription(given: "Ana", surnames: "Tambriz"), id: 1000)
        func adjustment(_ left: String, _ right: String) -> Double {
            index.score(
                PersonDescription(given: "Ana", surnames: left), PersonDescription(given: "Ana", surnames: right)
            ).comparisons[1].frequencyAdjustment
        }
        #expect(adjustment("Tambriz", "Tambriz") > adjustment("Hernández", "Hernández") + 5)
        #expect(adjustment("Tambriz", "Tambris") > adjustment("Hernández", "Ernandes") + 5)
    }
}
