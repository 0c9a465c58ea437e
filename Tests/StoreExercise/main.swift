import AmparoModel
import AmparoStore
import AmparoStoreSQLite

#if canImport(Glibc)
import Glibc
#endif

// A process of its own for tests that kill one, measure one, or run two at once.
let arguments = CommandLine.arguments
guard arguments.count >= 3 else {
    say("usage: StoreExercise MODE FOLDER [N]")
    exit(2)
}

do {
    if arguments[1] == "unprivileged" { unprivileged(folder: arguments[2]) }
    if arguments[1] == "limited" { limitFileSize(bytes: arguments.count > 3 ? UInt(arguments[3]) ?? 0 : 0) }
    let exercise = try Exercise(folder: arguments[2], number: arguments.count > 3 ? Int(arguments[3]) ?? 0 : 0)
    switch arguments[1] {
    case "bulk": try exercise.bulk()
    case "single": try exercise.single()
    case "forever", "limited": try exercise.forever()
    case "acknowledge": try exercise.acknowledge()
    case "verify": try exercise.verify()
    default: exit(2)
    }
} catch {
    say("failed: \(error)")
    exit(1)
}
