// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ] + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

let package = Package(
    name: "amparo",
    platforms: [.macOS(.v15)],
    targets: [
        .target(name: "AmparoStore", dependencies: ["AmparoModel"], swiftSettings: settings),
        .target(name: "AmparoModel", swiftSettings: settings),
        .testTarget(name: "AmparoModelTests", dependencies: ["AmparoModel"], swiftSettings: settings),
    ]
)
