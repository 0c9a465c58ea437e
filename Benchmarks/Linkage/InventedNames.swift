/// Common names of the region, the commonest first; no person is meant. Frequencies follow the rank (`Ranked`).
enum InventedNames {
    static let girls = words(
        """
        María Ana Rosa Juana Carmen Lucía Sofía Daniela Gabriela Yesenia Wendy Karla Fátima Elena Marta Sandra Brenda
        Glenda Dulce Heidy Ingrid Jennifer Katherine Leticia Mirna Nancy Olga Paola Reyna Silvia Teresa Verónica Ximena
        Yolanda Zulma Alejandra Beatriz Claudia Dora Evelyn Guadalupe Josefa Isabel Catarina Petrona Dominga Manuela
        Francisca Dolores Concepción Rosario Magdalena Margarita Patricia Elizabeth Victoria Andrea Fernanda Valeria
        Jacqueline Stephanie Kimberly Génesis Nicole Ashley Melissa Vanessa Tatiana Maribel Marisol Esperanza Soledad
        Consuelo Angélica Cristina Carolina Natalia Lorena Roxana Rebeca Sara Raquel Ruth Noemí Damaris Keila Abigail
        Xiomara Zoila Eulalia Candelaria Aracely Dilcia Suyapa Delmy Iris Norma Gloria Blanca Alba Estela Irma Julia
        """)
    static let boys = words(
        """
        José Juan Luis Carlos Miguel Ángel Pedro Jorge Marvin Wilmer Kevin Brayan Elmer Óscar Mario Santiago Mateo Diego
        Andrés Fernando Gerson Henry Isaías Joel Keny Lester Mynor Nelson Orlando Pablo Rigoberto Samuel Tomás Víctor
        William Yeferson Alexander Bayron Cristian Darwin Francisco Antonio Manuel Jesús Sebastián Domingo Gaspar Diego
        Baltazar Mateo Lucas Marcos Daniel David Josué Moisés Elías Abner Eliseo Ezequiel Gabriel Rafael Roberto Ricardo
        Eduardo Enrique Alfredo Alberto Arturo Armando Héctor Hugo Iván Javier Jaime Julio Leonel Leonardo Mauricio
        Maynor Melvin Milton Noé Omar Osmin Edwin Edgar Erick Estuardo Esteban Felipe Gilberto Gustavo Humberto Ignacio
        Ismael Jonathan Junior Dennis Douglas Franklin Denilson Axel Yordi Yonatan Wilson Walter Selvin Rudy Ronal
        """)
    static let surnames = words(
        """
        García López Hernández Martínez González Pérez Rodríguez Sánchez Ramírez Cruz Flores Gómez Morales Vásquez Reyes
        Díaz Mejía Castillo Ramos Ortiz Álvarez Mendoza Aguilar Rivera Juárez Velásquez Fuentes Rivas Orellana Portillo
        Zelaya Banegas Maldonado Pineda Escobar Alvarado Cáceres Munguía Zúñiga Ayala Guevara Melgar Chicas Granados
        Interiano Lemus Tejada Urbina Vallecillo Amaya Bonilla Cardona Dubón Estrada Figueroa Galdámez Torres Chávez
        Castro Romero Jiménez Ruiz Vargas Guzmán Herrera Medina Contreras Salazar Santos Cabrera Campos Vega Miranda
        Molina Delgado Ríos Navarro Méndez Salinas Lara Solís Rosales Montoya Ochoa Barrios Arias Soto Calderón Paz
        Carranza Sandoval Villanueva Padilla Coello Lagos Murillo Aguirre Andino Argueta Benítez Borjas Canales Carías
        Discua Durón Erazo Euceda Fajardo Funes Girón Godoy Henríquez Izaguirre Laínez Leiva Licona Madrid Maradiaga
        Matute Mencía Moncada Nájera Núñez Ordóñez Osorio Pacheco Palma Paredes Pavón Ponce Posadas Quintanilla Raudales
        Recinos Regalado Rosa Sagastume Sabillón Salgado Servellón Sierra Sorto Suazo Tábora Trejo Triminio Turcios
        Umanzor Valladares Valle Varela Velis Villalobos Villatoro Yanes Zavala Zepeda Zamora Abrego Alas Alfaro Ardón
        Arévalo Artiga Avelar Barahona Batres Belloso Bermúdez Burgos Cañas Carpio Cerna Chacón Cornejo Cortez Cubías
        Deras Echeverría Elías Escalante Esquivel Franco Gálvez Guardado Guillén Hércules Huezo Iraheta Landaverde Lazo
        Linares Lobo Magaña Marroquín Mártir Menjívar Merino Monge Monterrosa Nolasco Olmedo Palacios Peña Pleitez
        Quijada Renderos Rauda Saravia Serrano Tobar Trigueros Valencia Vides Zaldaña
        """)
    static let mayan = words(
        """
        Caal Choc Xol Coc Tzoc Tum Ixcoy Ajanel Chávez Cucul Pop Ical Tiul Cuc Sub Tzi Rax Yat Ramírez Matías Pablo Domingo
        Lucas Sebastián Andrés Francisco Ordóñez Jerónimo Raymundo Brito Cobo Chel Guzaro Corio Tambriz Guarchaj Tzep Ixtos
        Sohom Ixmatá Ixchop Tzunux Quixtán Xoquic Batz Canil Ixquiac Chaj Tuy Us Ajtún Ajú Ambrocio Bamaca Baten Bolom
        Calmo Camposeco Chilel Chuc Chum Cux Escalante Jacinto Jom Juan Laynez Marcos Mendoza Miguel Morales Nicolás Ortiz
        Paiz Pascual Pu Quej Quib Quiej Ren Sajquiy Sales Saquic Sica Siquin Tecún Toj Tol Tzoy Velásquez Vicente Xicay Xitumul
        Xuc Yaxón Yos Zacarías
        """)
    static let particles = ["de", "de la", "del", "de los"]
    static let behindParticles = words("León Cruz Cid Santos Rosa Paz Valle Torre Ángeles Reyes")
    static let departments = words(
        """
        Huehuetenango SanMarcos AltaVerapaz Quiché Totonicapán Sololá Chiquimula Cortés Yoro Olancho Choluteca Copán
        Lempira SanMiguel LaUnión Usulután Chalatenango Morazán Cuscatlán Jutiapa Petén Escuintla
        """)
    static let saints = words(
        """
        Pedro Juan Miguel Marcos Mateo Antonio Andrés Rafael Francisco Sebastián Ildefonso Gaspar Lucas Pablo Lorenzo
        Cristóbal Carlos Jerónimo Vicente Agustín
        """)
    static let places = words(
        "Necta Ixtahuacán Soloma Chajul Cotzal Ostuncalco Sacatepéquez Cuilco Atitán Chenalhó Ixcán Barillas Chisec Cahabón"
    )

    private static func words(_ text: String) -> [String] {
        text.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init)
    }
}

/// A list from which common entries are drawn more often: by rank, or by told frequencies.
struct Ranked {
    let entries: [String]
    private let sums: [Double]

    /// The share of rank r is as 1 / (r + 5) to the power of `skew`.
    init(_ entries: [String], skew: Double) {
        var ranked: [(String, Double)] = []
        for (rank, entry) in entries.enumerated() { ranked.append((entry, power(Double(rank) + 5, -skew))) }
        self.init(ranked)
    }

    init(_ weighted: [(String, Double)]) {
        entries = weighted.map(\.0)
        var sum = 0.0
        sums = weighted.map {
            sum += $0.1
            return sum
        }
    }

    func draw(_ chance: inout Chance) -> String {
        let at = chance.share() * (sums.last ?? 0)
        var low = 0
        var high = sums.count - 1
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] < at { low = middle + 1 } else { high = middle }
        }
        return entries[low]
    }
}
