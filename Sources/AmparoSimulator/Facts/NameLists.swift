/// Words from which invented names are put together. Every list holds common names only; no person is meant.
enum NameLists {
    static let girls = words(
        """
        María Ana Rosa Juana Carmen Lucía Sofía Daniela Gabriela Yesenia Wendy Karla Fátima Elena Marta Sandra Brenda
        Glenda Dulce Heidy Ingrid Jennifer Katherine Leticia Mirna Nancy Olga Paola Reyna Silvia Teresa Verónica
        Ximena Yolanda Zulma Alejandra Beatriz Claudia Dora Evelyn
        """)
    static let boys = words(
        """
        José Juan Luis Carlos Miguel Ángel Pedro Jorge Marvin Wilmer Kevin Brayan Elmer Óscar Mario Santiago Mateo
        Diego Andrés Fernando Gerson Henry Isaías Joel Keny Lester Mynor Nelson Orlando Pablo Rigoberto Samuel Tomás
        Víctor William Yeferson Alexander Bayron Cristian Darwin
        """)
    static let spanish = words(
        """
        García López Hernández Martínez González Pérez Rodríguez Sánchez Ramírez Cruz Flores Gómez Morales Vásquez
        Reyes Díaz Mejía Castillo Ramos Ortiz Álvarez Mendoza Aguilar Rivera Juárez Velásquez Fuentes Rivas Orellana
        Portillo Zelaya Banegas Maldonado Pineda Escobar Alvarado Cáceres Munguía Zúñiga Ayala Guevara Melgar Chicas
        Granados Interiano Lemus Tejada Urbina Vallecillo Amaya Bonilla Cardona Dubón Estrada Figueroa Galdámez
        """)
    static let mayan = words(
        """
        Caal Choc Xol Coc Tzoc Tum Ixcoy Ajanel Chávez Cucul Pop Ical Tiul Cuc Sub Tzi Rax Yat Ramírez Matías Pablo
        Domingo Lucas Sebastián Andrés Francisco Ordóñez Jerónimo Raymundo Brito Raymundo Cobo Chel Guzaro Corio
        Tambriz Guarchaj Tzep Ixtos Sohom Ixmatá
        """)
    static let haitianGirls = words("Marie Rose Guerline Fabiola Nadège Mirlande Roseline Esther Islande Wideline")
    static let haitianBoys = words("Jean Wilner Jameson Stanley Frantz Ricardo Emmanuel Peterson Wisly Kervens")
    static let haitian = words(
        "Jean Pierre Joseph Louis Charles Paul Michel Antoine Augustin Baptiste Celestin Desir Etienne Francois Noel")
    static let brazilian = words(
        "Silva Santos Oliveira Souza Rodrigues Ferreira Alves Pereira Lima Gomes Costa Ribeiro Martins Carvalho Rocha")
    static let chinese = words("Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Lin He Guo Zheng Weng")
    static let chineseGiven = words("Xiaoming Jianguo Meiling Lihua Weidong Yun Hao Jing Min Ting Bo Yan")
    static let punjabi = words("Singh Kaur Gill Sandhu Dhillon Sidhu Grewal Brar Bains Cheema")
    static let punjabiGiven = words("Gurpreet Harjit Jaspreet Manpreet Navdeep Rajwinder Simran Sukhdeep Amrit Balraj")

    static let streets = words(
        """
        Oak Maple Cedar Alder Elm Walnut Chestnut Lincoln Jefferson Madison Jackson Franklin Sunset Magnolia Sycamore
        Willow Poplar Dogwood Hickory Juniper Laurel Mulberry Spruce Birch Ashwood Fulton Monroe Harrison Tyler Polk
        Grant Adams Main Market Liberty Prospect Cherry Peach Locust Bellfort Gessner Hillcroft Wilcrest Amherst
        Clayton Dalton Emerson Fairfax Garfield Hampton Kingston Lawrence Mercer Nelson Oxford Pershing Quincy Raleigh
        Sherman Trenton Vernon Warren Yorktown Zimmerman Baxter Carver Dexter Ellis Foster Gilbert Hudson Irving Jarvis
        3rd 5th 7th 9th 12th 14th 17th 21st 22nd 34th 43rd 58th
        """)

    static let facilities = words(
        """
        Mesquite Bluebonnet Saguaro Cypress Palmetto Juniper Harbor Lantern Meadow Canyon Prairie Sunrise Evergreen
        Cottonwood Riverside Homestead Lighthouse Oleander Redwood Willow
        """)

    private static func words(_ text: String) -> [String] {
        text.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init)
    }
}
