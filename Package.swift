// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ] + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")

let package = Package(
    name: "amparo",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        .target(name: "AmparoModel", swiftSettings: settings),
        .target(name: "AmparoTransparency", dependencies: [crypto], swiftSettings: settings),
        .target(name: "AmparoCourt", dependencies: ["AmparoModel"], swiftSettings: settings),
        .target(
            name: "AmparoOversight", dependencies: ["AmparoModel", "AmparoCourt"], swiftSettings: settings),
        .target(name: "AmparoLinkage", dependencies: ["AmparoModel"], swiftSettings: settings),
        .target(
            name: "AmparoStore",
            dependencies: ["AmparoModel", "AmparoTransparency", "AmparoCourt", "AmparoOversight", crypto], swiftSettings: settings),
        .target(
            name: "AmparoStoreSQLite",
            dependencies: [
                "AmparoStore",
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ], swiftSettings: settings),
        .target(
            name: "AmparoIntake", dependencies: ["AmparoModel", "AmparoCourt", "AmparoLinkage", "AmparoStore"],
            swiftSettings: settings),
        .testTarget(name: "AmparoModelTests", dependencies: ["AmparoModel"], swiftSettings: settings),
    ]
)
