import AmparoModel
import AmparoStore
import AmparoStorePostgres
import Dispatch
import Foundation

// A process of its own for tests that kill a server under load: PostgresExercise acknowledge ADDRESS THREADS, or sign ADDRESS FOLDER
let arguments = CommandLine.arguments
#if Postgres
guard arguments.count >= 4 else {
    say("usage: PostgresExercise acknowledge ADDRESS THREADS | sign ADDRESS FOLDER")
    exit(2)
}
do {
    let exercise = try Exercise(arguments[2])
    switch arguments[1] {
    case "acknowledge": exercise.acknowledge(threads: Int(arguments[3]) ?? 1)
    case "sign": try await exercise.sign(folder: arguments[3])
    default: exit(2)
    }
} catch {
    say("failed: \(error)")
    exit(1)
}
#endif
