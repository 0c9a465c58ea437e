// The load on the web application, and what it is compared with; `Benchmarks/run web` uses it.
//
//     web-benchmark load HOST PORT PLAN CLIENTS SECONDS WARM-UP cycle|once
//     web-benchmark tokens ACCOUNT PURPOSE AUDIENCE KEY-FILE NOW COUNT
//     web-benchmark hello
import AmparoGate
import AmparoModel
import AmparoServer
import Foundation
import Hummingbird
import Logging
import NIOCore

let words = Array(CommandLine.arguments.dropFirst())

/// Ends the program with a sentence.
func fail(_ text: String) -> Never {
    FileHandle.standardError.write(Data((text + "\n").utf8))
    exit(2)
}

switch (words.first, words.count) {
case ("load", 8):
    guard let port = Int(words[2]), let clients = Int(words[4]), let seconds = Double(words[5]),
        let warmUp = Double(words[6])
    else { fail("load: port, clients, seconds and warm-up are numbers") }
    print(
        try await LoadRun(host: words[1], port: port).measure(
            PlannedRequest.read(words[3]), clients: clients, seconds: seconds, warmUp: warmUp,
            isOnce: words[7] == "once"))
case ("tokens", 7):
    guard let now = Instant(words[5]), let count = Int(words[6]) else { fail("tokens: an instant and a count") }
    let key = try SigningKeyFile(path: words[4], dataFolder: words[4] + ".none").load()
    for number in 0..<count {
        print(
            try APIToken.make(
                account: words[1], purpose: words[2], audience: words[3], id: "bench-\(number).\(getpid())", at: now,
                seconds: 300, key: key))
    }
case ("hello", 1):
    var logger = Logger(label: "hello")
    logger.logLevel = .error
    let router = Router()
    router.get("/") { _, _ in "hello" }
    try await Application(
        router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
        onServerRunning: { channel in
            print("port \(channel.localAddress?.port ?? 0)")
            fflush(nil)
        }, logger: logger
    ).runService()
default: fail("web-benchmark load … | tokens … | hello")
}
