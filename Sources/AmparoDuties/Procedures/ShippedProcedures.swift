/// The procedure files of the folder `Data`, embedded when the program is built. One line for each file.
enum ShippedProcedures {
    static var files: [(name: String, bytes: [UInt8])] {
        [
            ("address.yaml", PackageResources.address_yaml), ("care.yaml", PackageResources.care_yaml),
            ("category-4-plan.yaml", PackageResources.category_4_plan_yaml),
            ("concerns.yaml", PackageResources.concerns_yaml),
            ("court-record.yaml", PackageResources.court_record_yaml),
            ("custody.yaml", PackageResources.custody_yaml), ("emergency.yaml", PackageResources.emergency_yaml),
            ("governance.yaml", PackageResources.governance_yaml),
            ("hearing-changes.yaml", PackageResources.hearing_changes_yaml),
            ("missed-hearing.yaml", PackageResources.missed_hearing_yaml),
            ("motion-clock.yaml", PackageResources.motion_clock_yaml),
            ("network.yaml", PackageResources.network_yaml),
            ("notice-after-release.yaml", PackageResources.notice_after_release_yaml),
            ("safety-calls-1.yaml", PackageResources.safety_calls_1_yaml),
            ("safety-calls-2.yaml", PackageResources.safety_calls_2_yaml),
            ("unreachable.yaml", PackageResources.unreachable_yaml), ("vetting.yaml", PackageResources.vetting_yaml),
        ]
    }
}

extension ProcedureBook {
    /// A number that stands for the shipped procedures as they are: another when any byte of them is. FNV-1a over names and
    /// texts, in order.
    public static var shippedFingerprint: UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for (name, bytes) in ShippedProcedures.files {
            for byte in Array(name.utf8) + bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        return hash
    }
}
