import AmparoLinkage
import AmparoModel

/// Invented people for the tests of the linkage, from a printed seed.
struct LinkagePeople {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
        print("seed \(seed)")
    }

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z &>> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z &>> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ (z &>> 31)) % UInt64(bound))
    }

    mutating func pick<Element>(_ list: [Element]) -> Element { list[below(list.count)] }

    private static let given = [
        "José", "Luis", "Ana", "María", "Pedro", "Mateo", "Lucía", "Yesenia", "Wilmer", "Kevin", "Óscar", "Elena",
        "Rosa", "Marvin", "Diego", "Sofía", "Andrés", "Fátima", "Elmer", "Gaspar",
    ]
    private static let surnames = [
        "García", "López", "Hernández", "Pérez", "Cruz", "Mejía", "Tum", "Caal", "Ixcoy", "Zelaya", "Orellana",
        "Vásquez",
        "Tambriz", "Banegas", "Chávez", "Portillo", "Rivas", "Quixtán", "Guarchaj", "Urbina", "Munguía", "Zúñiga",
    ]

    /// A child with two names of each kind, born and entered on some day.
    mutating func child() -> PersonDescription {
        var child = PersonDescription(
            given: "\(pick(Self.given)) \(pick(Self.given))", surnames: "\(pick(Self.surnames)) \(pick(Self.surnames))")
        let entered = Day(number: Int32(18_500 + below(1800)))
        child.entered = entered
        child.birth = BirthRange(entered.adding(days: -(4000 + below(2400))))
        child.sex = pick(["F", "M"])
        child.country = pick(["GT", "HN", "SV"])
        child.language = "spa"
        child.origin = "GT/\(pick(["Quiché", "Yoro", "Petén"]))/San \(pick(Self.given))"
        return child
    }
}
