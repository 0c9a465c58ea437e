import AmparoDelivery
import AmparoModel
import AmparoOversight
import AmparoStore
import ArgumentParser
import Foundation
import Logging

struct DeliverCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deliver",
        abstract: "Sends what waits in the outbox to its receivers.",
        discussion: """
            Without --once it goes on until it is stopped with Ctrl-C; `amparo serve` does the same beside its pages. Any number
            may run on one store. Messages say a reference, a reason code and moments, and each has passed the gate.
            Example: amparo deliver --once --json
            """)

    @Flag(help: "Sends what is due now and ends.") var once = false
    @Flag(help: "Answer as JSON.") var json = false
    @OptionGroup var store: StoreOptions

    func validate() throws {
        guard once || !json else { throw ValidationError("--json belongs to --once.") }
    }

    func run() throws {
        let store = try store.open()
        var logger = Logger(label: "amparo") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .notice
        let (once, log) = (once, logger)
        let report = try waiting {
            try await store.withCourier(logger: log) { courier -> DeliveryReport? in
                if once { return try await courier.runOnce() }
                await courier.run()
                return nil
            }
        }
        guard let report else { return }
        if json {
            Terminal.print(report.json.description)
        } else {
            Terminal.print(
                "\(report.delivered) delivered, \(report.withheld) withheld, \(report.putOff) put off, \(report.failed) given up, "
                    + "\(report.heartbeats) heartbeats; \(report.troubles) receivers in trouble.")
        }
        if report.faults > 0 {
            throw Refusal("\(report.faults) receivers could not be worked on; run `amparo verify`, then deliver again.")
        }
    }
}

extension DeliveryReport {
    fileprivate var json: JSON {
        .object([
            JSON.Member("delivered", .count(delivered)), JSON.Member("withheld", .count(withheld)),
            JSON.Member("putOff", .count(putOff)), JSON.Member("failed", .count(failed)),
            JSON.Member("heartbeats", .count(heartbeats)), JSON.Member("troubles", .count(troubles)),
            JSON.Member("faults", .count(faults)),
        ])
    }
}
