import Foundation
import Testing

@Suite("The commands of delivery")
struct DeliveryCommandTests {
    private struct Listed: Decodable {
        struct Receiver: Decodable {
            var number: Int
            var name: String
            var channel: String
            var state: String
        }
        var receivers: [Receiver]
    }

    @Test(
        "Receivers are added, listed, rotated and removed; no address is readable anywhere; the store verifies and rebuilds"
    )
    func receivers() throws {
        let office = try Office()
        let store = office.store
        let signed = office.signed("orr")
        let key = try store.expect("drop", "key", store.folder + "/office.key").text
            .trimmingCharacters(in: .whitespacesAndNewlines)
        try office.act(
            [
                "receiver", "add", "office", "--posts", "dhs.ice.ero/ero-officer@SNA", "--account", "ero", "--drop",
                store.folder + "/unfindable-folder", "--key", key,
            ] + signed)
        let added = try office.act(
            [
                "receiver", "add", "hook", "--posts", "hhs.orr", "--account", "orr", "--webhook",
                "https://unfindable.example/x",
            ] + signed)
        #expect(added.contains("whpk_"))
        let box = ["receiver", "add", "box", "--posts", "counsel", "--account", "clinic", "--mailbox"]
        try office.act(box + signed)
        try office.refuse(
            ["receiver", "add", "hook", "--posts", "x", "--account", "y", "--mailbox"] + signed, "name")
        #expect(
            try store.run(
                ["receiver", "add", "two", "--posts", "x", "--account", "y", "--mailbox", "--drop", "/a"] + signed
            ).status == 2)
        #expect(try office.act(["receiver", "rotate", "hook"] + signed) != added)
        try office.act(["receiver", "remove", "hook"] + signed)
        let listed = try store.expect("receiver", "list", "--json").json(Listed.self).receivers
        #expect(listed.map(\.channel) == ["drop", "webhook", "mailbox"])
        #expect(listed.map(\.state) == ["active", "removed", "active"])
        #expect(try store.expect("deliver", "--once", "--json").text.contains("\"delivered\":0"))
        #expect(try store.expect("verify").text.contains("verified: "))
        try store.expect("rebuild")
        #expect(try store.expect("receiver", "list", "--json").json(Listed.self).receivers.count == 3)
        for name in try FileManager.default.contentsOfDirectory(atPath: store.data) {
            let bytes = try Data(contentsOf: URL(filePath: store.data + "/" + name))
            #expect(bytes.range(of: Data("unfindable".utf8)) == nil, "\(name)")
        }
    }

    @Test("A way out of the record is opened, changed and closed by the signature of a privacy officer or the steward")
    func signatures() throws {
        let office = try Office()
        let add = ["receiver", "add", "box", "--posts", "counsel", "--account", "clinic", "--mailbox"]
        #expect(try office.store.run(add).status == 2)
        #expect(try office.store.run(add + ["--as", "orr"]).status == 2)
        try office.refuse(add + office.signed("manager"), "privacy officer or the steward")
        try office.refuse(
            add + ["--as", "orr", "--signing-key", office.key("manager")], "not that of the account orr")
        #expect(try office.act(["receiver", "list"]).contains("No receiver"))
        let statement = try office.act(add + ["--as", "orr", "--statement"])
        #expect(statement.contains("act: receiver-added\naccount: orr\nabout: receiver box\n"))
        // What is signed is this address and no other.
        let other = try office.act(
            ["receiver", "add", "box", "--posts", "counsel", "--account", "other", "--mailbox", "--as", "orr"]
                + ["--statement"])
        #expect(statement != other)
        #expect(try office.act(["receiver", "list"]).contains("No receiver"))
        try office.act(add + office.signed("eoir"))
        try office.act(["office", "steward", "--as", "manager"])
        try office.act(["receiver", "rotate", "box"] + office.signed("manager"))
        try office.refuse(["receiver", "remove", "box"] + office.signed("inspector"), "privacy officer or the steward")
        try office.act(["receiver", "remove", "box"] + office.signed("manager"))
    }

    @Test("A mailbox is collected into a file that was not there")
    func mailbox() throws {
        let office = try Office()
        let store = office.store
        try office.act(
            ["receiver", "add", "box", "--posts", "counsel", "--account", "clinic", "--mailbox"]
                + office.signed("orr"))
        #expect(try store.expect("mailbox", "list", "--json").text.contains("\"waiting\":0"))
        let file = store.folder + "/messages.json"
        try store.expect("mailbox", "collect", "box", "--to", file)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "[]\n")
        #expect(try store.run("mailbox", "collect", "box", "--to", file).status == 1)
        #expect(try store.run("mailbox", "collect", "none", "--to", file + "2").status == 1)
    }

    @Test("Settings are said, shown, taken back, and refused when they cannot be")
    func settings() throws {
        let store = try TestStore()
        try store.expect("delivery", "set", "smtp-host", "mail.example.test")
        #expect(try store.expect("delivery", "set").text == "smtp-host mail.example.test\n")
        #expect(try store.run("deliver", "--once").message.contains("smtp-from"))
        try store.expect("delivery", "set", "smtp-host")
        #expect(try store.expect("delivery", "set").text.isEmpty)
        #expect(try store.run("delivery", "set", "smtp-port", "no").status == 1)
        #expect(try store.run("delivery", "set", "unknown", "no").status == 2)
        #expect(try store.expect("delivery", "dead", "--json").text == "{\"dead\":[]}\n")
    }
}
