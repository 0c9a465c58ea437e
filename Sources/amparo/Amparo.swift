import AmparoDelivery
import AmparoDuties
import AmparoGate
import AmparoIntake
import AmparoModel
import AmparoOversight
import AmparoServer
import AmparoSharing
import AmparoSimulator
import AmparoStore
public import ArgumentParser
import Foundation

@main
struct Amparo: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "amparo",
        abstract:
            "The accountable record of unaccompanied children, and the exchange between the agencies that answer for them.",
        subcommands: [
            DemoCommand.self, Init.self, Simulate.self, IngestCommand.self,
            FiguresCommand.self, FindingsCommand.self, WorklistCommand.self, ChildCommand.self, SponsorCommand.self,
            DisclosuresCommand.self,
            DecideCommand.self,
            QuarantineCommand.self, DisputeCommand.self, KeysCommand.self, VerifyCommand.self, RebuildCommand.self,
            ServeCommand.self, BackupCommand.self, RestoreCommand.self, CopyCommand.self, LogCommand.self,
            AccountCommand.self, AgreementCommand.self, ObligationCommand.self, OrderCommand.self, ConsentCommand.self,
            EmergencyCommand.self, AmendmentCommand.self, HoldCommand.self, EraseCommand.self, ClockCommand.self,
            DutyCommand.self, HandoffCommand.self, ProcedureCommand.self, OfficeCommand.self,
            DeliverCommand.self, ReceiverCommand.self, DeliveryCommand.self, MailboxCommand.self, DropCommand.self,
            APICommand.self, WriteBackCommand.self, PacketCommand.self, LinkCommand.self, UnlinkCommand.self,
            AddressCommand.self, MatchCommand.self,
        ])

    /// Exit codes: 0 success, 1 a refused or failed job, 2 wrong usage, 3 a failed verification (COMMANDS.md).
    static func main() {
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot()
            try Clock.requireReadable()
            try command.run()
        } catch let refusal as Refusal {
            Terminal.say("amparo: \(refusal.description)")
            Foundation.exit(1)
        } catch let failure as FailedVerification {
            Terminal.say("amparo: \(failure.description)")
            Foundation.exit(3)
        } catch let error as any Error & CustomStringConvertible
            where error is StoreError || error is IntakeError
            || error is SimulatorError || error is OversightError || error is ServerError || error is GateError
            || error is GovernanceError || error is SharingError || error is DutiesError || error is DeliveryError
        {
            Terminal.say("amparo: \(error.description)")
            Foundation.exit(1)
        } catch {
            let code = exitCode(for: error)
            let text = fullMessage(for: error)
            if code == .success {
                if !text.isEmpty { Terminal.print(text) }
                Foundation.exit(0)
            }
            if !text.isEmpty { Terminal.say(text) }
            Foundation.exit(code == .validationFailure || isUsage(error) ? 2 : 1)
        }
    }

    private static func isUsage(_ error: any Error) -> Bool {
        String(describing: type(of: error)).contains("CommandError") || error is ValidationError
    }
}

/// A command that does nothing without one of its subcommands: to leave that out is wrong usage (COMMANDS.md).
protocol CommandGroup: ParsableCommand {}

extension CommandGroup {
    /// Refuses; a subcommand has a `run` of its own.
    func run() throws { throw ValidationError("A subcommand is missing.") }
}

/// A verification that failed: exit code 3.
struct FailedVerification: Error, CustomStringConvertible {
    var description: String
}

extension Day: ExpressibleByArgument {
    /// A day as an argument, `YYYY-MM-DD`.
    init?(argument: String) { self.init(argument) }
}
