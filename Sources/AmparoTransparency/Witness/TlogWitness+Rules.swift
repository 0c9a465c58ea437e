extension TlogWitness {
    /// What a witness knows of a log.
    public struct KnownLog: Hashable, Sendable {
        /// The keys whose signatures it accepts: the present one, and the next or last one during a rotation.
        public var keys: [VerifierKey]
        /// The size of the checkpoint it cosigned last; 0 before the first.
        public var size: UInt64
        /// The root of that checkpoint; before the first, that of the tree without leaves.
        public var root: TreeHash

        /// A log of which nothing was cosigned yet, unless `size` and `root` say so.
        public init(keys: [VerifierKey], size: UInt64 = 0, root: TreeHash = RFC6962.emptyRoot) {
            self.keys = keys
            self.size = size
            self.root = root
        }
    }

    /// Why a witness does not cosign.
    public enum Refusal: Hashable, Sendable {
        /// The request is none, or its old size is beyond the checkpoint's.
        case badRequest
        /// No signature by a key of the log, or a wrong one.
        case forbidden
        /// A log the witness does not know.
        case unknownLog
        /// Another size than the one cosigned last, which is told; or another root at that size: a split view.
        case conflict(size: UInt64)
        /// The consistency proof does not hold.
        case unprocessable

        /// The status of the HTTP answer.
        public var status: Int {
            switch self {
            case .badRequest: 400
            case .forbidden: 403
            case .unknownLog: 404
            case .conflict: 409
            case .unprocessable: 422
            }
        }
    }

    /// The rules of `add-checkpoint`, in the order of the specification: the checkpoint to be recorded and cosigned, or
    /// why not. A pure function of the request and of what is known of its log; whoever calls it keeps the two together
    /// in one transaction.
    public static func decide(_ request: Request, known: (_ origin: OctetText) throws -> KnownLog?) rethrows
        -> Result<TlogCheckpoint, Refusal>
    {
        guard let checkpoint = try? TlogCheckpoint(text: request.checkpoint.text) else { return .failure(.badRequest) }
        guard let log = try known(checkpoint.origin) else { return .failure(.unknownLog) }
        guard (try? TlogCheckpoint.open(request.checkpoint, keys: log.keys)) != nil else { return .failure(.forbidden) }
        guard request.old <= checkpoint.size else { return .failure(.badRequest) }
        guard request.old == log.size else { return .failure(.conflict(size: log.size)) }
        if request.old == checkpoint.size, checkpoint.root != log.root { return .failure(.conflict(size: log.size)) }
        // From size 0 the proof is empty and says nothing of the root, which is the empty tree's by the line above.
        guard
            RFC6962.verifyConsistency(
                older: log.size, newer: checkpoint.size, olderRoot: log.root, newerRoot: checkpoint.root,
                proof: request.proof)
        else { return .failure(.unprocessable) }
        return .success(checkpoint)
    }

    /// What a witness answered, as the log reads it.
    public enum Answer: Hashable, Sendable {
        /// Signature lines; which of them count, the policy decides.
        case cosigned([SignedNote.Signature])
        /// The witness has cosigned another size last: this one.
        case conflict(size: UInt64)
        /// It refused for another reason.
        case refused(status: Int)

        /// Reads a response. Throws `badAnswer` when a body is not what its status says.
        public init(status: Int, body: [UInt8]) throws(TransparencyError) {
            switch status {
            case 200:
                guard let lines = try? SignedNote.parseSignatures(body[...]), !lines.isEmpty else {
                    throw TransparencyError(.badAnswer)
                }
                self = .cosigned(lines)
            case 409:
                guard body.last == Lines.newline, let size = Lines.decimal(body.dropLast()) else {
                    throw TransparencyError(.badAnswer)
                }
                self = .conflict(size: size)
            default: self = .refused(status: status)
            }
        }
    }
}

extension TlogWitness.Refusal: Error {}
