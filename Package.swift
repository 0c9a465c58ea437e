// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ] + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "amparo",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "amparo", targets: ["amparo"])],
    traits: [
        .trait(name: "Postgres", description: "Stores in PostgreSQL, through libpq."),
        .default(enabledTraits: ["Postgres"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/CoreOffice/XMLCoder", from: "0.18.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // The rooms of docs/ARCHITECTURE.md, in their order: each knows only those above it.
        .target(name: "AmparoModel", swiftSettings: settings),
        .target(name: "AmparoTransparency", dependencies: [crypto], swiftSettings: settings),
        .target(
            name: "AmparoSharing", dependencies: ["AmparoModel", crypto, .product(name: "Yams", package: "Yams")],
            resources: [.embedInCode("Data")], swiftSettings: settings),
        .target(name: "AmparoCourt", dependencies: ["AmparoModel"], swiftSettings: settings),
        .target(
            name: "AmparoDuties",
            dependencies: ["AmparoModel", "AmparoCourt", .product(name: "Yams", package: "Yams")],
            resources: [.embedInCode("Data")], swiftSettings: settings),
        .target(name: "AmparoLinkage", dependencies: ["AmparoModel"], swiftSettings: settings),
        .target(
            name: "AmparoOversight", dependencies: ["AmparoModel", "AmparoCourt"], swiftSettings: settings),
        .target(
            name: "AmparoStore",
            dependencies: [
                "AmparoModel", "AmparoTransparency", "AmparoCourt", "AmparoDuties", "AmparoOversight", crypto,
            ], swiftSettings: settings),
        .target(
            name: "AmparoStoreSQLite",
            dependencies: [
                "AmparoStore",
                "CSQLite", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ], swiftSettings: settings),
        .target(
            name: "AmparoStorePostgres",
            dependencies: ["AmparoStore", .target(name: "CPostgres", condition: .when(traits: ["Postgres"]))],
            swiftSettings: settings),
        .target(
            name: "AmparoGate",
            dependencies: [
                "AmparoModel", "AmparoSharing", "AmparoTransparency", "AmparoCourt", "AmparoDuties", "AmparoOversight",
                "AmparoLinkage", "AmparoStore", crypto, cryptoExtras,
                .product(name: "NIOPosix", package: "swift-nio"),
            ], swiftSettings: settings),
        .target(
            name: "AmparoDelivery",
            dependencies: [
                "AmparoModel", "AmparoDuties", "AmparoSharing", "AmparoStore", "AmparoGate", crypto,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ], swiftSettings: settings),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
        .target(
            name: "AmparoIntake",
            dependencies: [
                "AmparoModel", "AmparoCourt", "AmparoLinkage", "AmparoOversight", "AmparoStore", "CZip",
                .product(name: "XMLCoder", package: "XMLCoder"), .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: settings),
        .target(name: "AmparoSimulator", dependencies: ["AmparoModel"], swiftSettings: settings),
        .target(
            name: "AmparoServer",
            dependencies: [
                "AmparoModel", "AmparoTransparency", "AmparoSharing", "AmparoCourt", "AmparoDuties", "AmparoOversight",
                "AmparoStore", "AmparoGate", crypto,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ], resources: [.embedInCode("Resources")], swiftSettings: settings),
        .executableTarget(
            name: "amparo",
            dependencies: [
                "AmparoServer", crypto, .product(name: "Logging", package: "swift-log"),
                "AmparoModel", "AmparoTransparency", "AmparoSharing", "AmparoCourt", "AmparoDuties", "AmparoLinkage",
                "AmparoOversight", "AmparoStore", "AmparoStoreSQLite", "AmparoStorePostgres", "AmparoGate",
                "AmparoDelivery", "AmparoIntake", "AmparoSimulator", arguments,
            ], swiftSettings: settings),
        .executableTarget(
            name: "court-release-benchmark", dependencies: ["AmparoIntake", "AmparoModel"],
            path: "Benchmarks/CourtRelease", swiftSettings: settings),
        .executableTarget(
            name: "sharing-benchmark", dependencies: ["AmparoSharing", "AmparoModel"], path: "Benchmarks/Sharing",
            exclude: ["cedar_timing.py"], swiftSettings: settings),
        .executableTarget(
            name: "linkage-benchmark", dependencies: ["AmparoLinkage", "AmparoModel"], path: "Benchmarks/Linkage",
            swiftSettings: settings),
        .executableTarget(
            name: "gate-benchmark",
            dependencies: [
                "AmparoGate", "AmparoModel", "AmparoSharing", "AmparoStore", "AmparoStoreSQLite", "AmparoStorePostgres",
                "AmparoIntake", "AmparoSimulator", "AmparoTestSupport",
            ], path: "Benchmarks/Gate", swiftSettings: settings),
        .executableTarget(
            name: "delivery-benchmark",
            dependencies: [
                "AmparoDelivery", "AmparoDuties", "AmparoGate", "AmparoIntake", "AmparoModel", "AmparoSharing",
                "AmparoSimulator", "AmparoStore", "AmparoStoreSQLite", "AmparoTestSupport",
                .product(name: "Logging", package: "swift-log"), .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            ], path: "Benchmarks/Delivery", swiftSettings: settings),
        .executableTarget(
            name: "web-benchmark",
            dependencies: [
                "AmparoGate", "AmparoModel", "AmparoServer",
                .product(name: "Hummingbird", package: "hummingbird"), .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ], path: "Benchmarks/Web", swiftSettings: settings),
        .executableTarget(
            name: "transparency-log-benchmark",
            dependencies: ["AmparoModel", "AmparoStore", "AmparoStoreSQLite", "AmparoTransparency"],
            path: "Benchmarks/TransparencyLog", swiftSettings: settings),
        // Tests, room by room; AmparoTestSupport holds the storage contract that every engine must keep.
        .target(
            name: "AmparoTestSupport",
            dependencies: [
                "AmparoModel", "AmparoDuties", "AmparoSharing", "AmparoStore", "AmparoTransparency", "AmparoGate",
                crypto,
            ], swiftSettings: settings),
        .executableTarget(
            name: "StoreExercise", dependencies: ["AmparoModel", "AmparoStore", "AmparoStoreSQLite"],
            path: "Tests/StoreExercise", swiftSettings: settings),
        .testTarget(name: "AmparoModelTests", dependencies: ["AmparoModel"], swiftSettings: settings),
        .testTarget(
            name: "AmparoTransparencyTests", dependencies: ["AmparoStore", "AmparoTransparency", "AmparoTestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "AmparoSharingTests",
            dependencies: ["AmparoSharing", "AmparoModel", crypto, .product(name: "Yams", package: "Yams")],
            swiftSettings: settings),
        .testTarget(name: "AmparoCourtTests", dependencies: ["AmparoCourt", "AmparoModel"], swiftSettings: settings),
        .testTarget(
            name: "AmparoDutiesTests", dependencies: ["AmparoDuties", "AmparoModel", "AmparoCourt"],
            exclude: ["Stories"], swiftSettings: settings),
        .testTarget(
            name: "AmparoLinkageTests", dependencies: ["AmparoLinkage", "AmparoModel"], swiftSettings: settings),
        .testTarget(
            name: "AmparoOversightTests", dependencies: ["AmparoOversight", "AmparoCourt", "AmparoModel"],
            swiftSettings: settings),
        .testTarget(
            name: "AmparoStoreTests",
            dependencies: [
                "AmparoDuties", "AmparoGate", "AmparoModel", "AmparoStore", "AmparoTransparency", "AmparoTestSupport",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "AmparoStoreSQLiteTests",
            dependencies: [
                "AmparoGate", "AmparoModel", "AmparoServer", "AmparoStore", "AmparoStoreSQLite", "AmparoTestSupport",
                "AmparoTransparency",
                "StoreExercise",
            ], swiftSettings: settings),
        .executableTarget(
            name: "PostgresExercise",
            dependencies: [
                "AmparoModel", "AmparoStore", "AmparoStorePostgres", "AmparoStoreSQLite", "AmparoTransparency",
            ], path: "Tests/PostgresExercise", swiftSettings: settings),
        .testTarget(
            name: "AmparoStorePostgresTests",
            dependencies: [
                "AmparoGate", "AmparoModel", "AmparoServer", "AmparoStore", "AmparoStorePostgres", "AmparoTestSupport",
                "AmparoTransparency",
                "PostgresExercise",
                .target(name: "CPostgres", condition: .when(traits: ["Postgres"])),
            ], swiftSettings: settings),
        .testTarget(
            name: "AmparoIntakeTests",
            dependencies: [
                "AmparoIntake", "AmparoModel", "AmparoCourt", "AmparoLinkage", "AmparoOversight", "AmparoStore",
                "AmparoStoreSQLite", "AmparoTestSupport", "CZip",
            ], swiftSettings: settings),
        .testTarget(
            name: "AmparoGateTests",
            dependencies: [
                "AmparoGate", "AmparoModel", "AmparoSharing", "AmparoCourt", "AmparoDuties", "AmparoStore",
                "AmparoStoreSQLite", "AmparoIntake", "AmparoSimulator", "AmparoTestSupport", "AmparoTransparency",
                "AmparoDelivery", "CZip", crypto,
            ], swiftSettings: settings),
        .executableTarget(
            name: "DeliveryExercise",
            dependencies: [
                "AmparoDelivery", "AmparoModel", "AmparoStore", "AmparoStoreSQLite", "AmparoTestSupport",
                .product(name: "Logging", package: "swift-log"),
            ], path: "Tests/DeliveryExercise", swiftSettings: settings),
        .testTarget(
            name: "AmparoDeliveryTests",
            dependencies: [
                "AmparoDelivery", "AmparoDuties", "AmparoModel", "AmparoStore", "AmparoStoreSQLite",
                "AmparoTestSupport", "DeliveryExercise", crypto, .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ], exclude: ["Peers"], swiftSettings: settings),
        .testTarget(
            name: "AmparoServerTests",
            dependencies: [
                "AmparoModel", "AmparoServer", "AmparoTransparency", "AmparoOversight", "AmparoSharing", "AmparoDuties",
                "AmparoStore", "AmparoStoreSQLite", "AmparoGate", "AmparoIntake", "AmparoSimulator",
                "AmparoTestSupport",
                crypto,
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Logging", package: "swift-log"), .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ], exclude: ["Peers", "API/openapi.golden.json", "pages.golden.json"], swiftSettings: settings),
        .testTarget(
            name: "AmparoSimulatorTests", dependencies: ["AmparoSimulator", "AmparoModel"], swiftSettings: settings),
        .testTarget(
            name: "AmparoEndToEndTests",
            dependencies: [
                "amparo", "AmparoGate", "AmparoModel", "AmparoOversight", "AmparoServer", "AmparoSharing",
                "AmparoStore",
                "AmparoStoreSQLite", "AmparoTestSupport",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ], exclude: ["Clients"], swiftSettings: settings),
    ]
)
