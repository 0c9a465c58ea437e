/// How a name sounds, for names that Spanish-speaking clerks wrote down by ear.
enum PhoneticKey {
    /// Appends the Spanish key of a folded word: b=v, s=z=soft c, silent h, ll=y, x=j, qu=k, gua=hua=wa, doubled letters
    /// once. Vowels stay: in Spanish they are heard.
    static func spanish(_ word: UnsafeRawBufferPointer, into key: inout [UInt8]) {
        let begin = key.count
        func emit(_ byte: UInt8) { if key.count == begin || key[key.count - 1] != byte { key.append(byte) } }
        func at(_ index: Int) -> UInt8 { index < word.count ? word[index] : 0 }
        var i = 0
        while i < word.count {
            let letter = word[i]
            let next = at(i + 1)
            switch letter {
            case A.b, A.v: emit(A.b)
            case A.c:
                if next == A.h {
                    emit(A.ch)
                    i += 1
                } else {
                    if next == A.k || next == A.c, !isFront(at(i + 2)) { i += 1 }
                    emit(isFront(next) ? A.s : A.k)
                }
            case A.s, A.z:
                if isSibilant(next) || next == A.c && isFront(at(i + 2)) { i += 1 }
                if at(i + 1) == A.h { i += 1 }
                emit(A.s)
            case A.h:
                if next == A.u, isVowel(at(i + 2)) {
                    emit(A.w)
                    i += 1
                }
            case A.g:
                if next == A.u, at(i + 2) == A.a || at(i + 2) == A.o {
                    emit(A.w)
                    i += 1
                } else if next == A.u, isFront(at(i + 2)) {
                    emit(A.g)
                    i += 1
                } else {
                    emit(isFront(next) ? A.j : A.g)
                }
            case A.q:
                if next == A.u { i += 1 }
                emit(A.k)
            case A.k: emit(A.k)
            case A.l where next == A.l:
                emit(i == 0 ? A.j : A.i)
                i += 1
            case A.y: emit(i == 0 && isVowel(next) ? A.j : A.i)
            case A.x: emit((i == 0 || isVowel(word[i - 1])) && isVowel(next) ? A.j : A.s)
            case A.p where next == A.h:
                emit(A.f)
                i += 1
            case A.p where i == 0 && next == A.s: break
            case A.m where next == A.b || next == A.p || next == A.v: emit(A.n)
            case A.t where next == A.h:
                emit(A.t)
                i += 1
            default: emit(letter)
            }
            i += 1
        }
        if key.count == begin { key.append(contentsOf: word) }
    }

    /// Appends the key of a name that was never Spanish (K'iche', Mam, Q'eqchi'), which the Spanish rules would bend: only
    /// what clerks write for one and the same sound is made one: k=q=c, tz=ts=z=s, x=sh=ch, j=h, doubled vowels once.
    ///
    /// - Returns: whether the word has a sound that Spanish does not write; two keys are worth comparing if one has.
    static func indigenous(_ word: UnsafeRawBufferPointer, into key: inout [UInt8]) -> Bool {
        let begin = key.count
        func emit(_ byte: UInt8) { if key.count == begin || key[key.count - 1] != byte { key.append(byte) } }
        var i = 0
        while i < word.count {
            let letter = word[i]
            let next = i + 1 < word.count ? word[i + 1] : 0
            switch letter {
            case A.c, A.s:
                if next == A.h {
                    emit(A.x)
                    i += 1
                } else {
                    emit(letter == A.c ? A.k : A.s)
                }
            case A.q, A.k:
                if next == A.u, i + 2 < word.count, isFront(word[i + 2]) { i += 1 }
                emit(A.k)
            case A.t where isSibilant(next):
                emit(A.s)
                i += 1
            case A.z: emit(A.s)
            case A.h, A.j: emit(A.j)
            case A.w, A.b, A.v: emit(A.b)
            case A.y: emit(A.i)
            default: emit(letter)
            }
            i += 1
        }
        return isMarked(word)
    }

    /// Whether a word has a sound that Spanish does not write: x, k, w, sh, ch, tz, ts, q without u.
    private static func isMarked(_ word: UnsafeRawBufferPointer) -> Bool {
        for i in word.indices {
            let next = i + 1 < word.count ? word[i + 1] : 0
            switch word[i] {
            case A.x, A.k, A.w: return true
            case A.s, A.c: if next == A.h { return true }
            case A.t: if isSibilant(next) { return true }
            case A.q: if next != A.u { return true }
            default: break
            }
        }
        return false
    }

    private static func isFront(_ byte: UInt8) -> Bool { byte == A.e || byte == A.i }
    private static func isSibilant(_ byte: UInt8) -> Bool { byte == A.s || byte == A.z }
    private static func isVowel(_ byte: UInt8) -> Bool {
        byte == A.a || byte == A.e || byte == A.i || byte == A.o || byte == A.u
    }

    /// The letters by name, and `ch`, which is one sound.
    private enum A {
        static let a = UInt8(ascii: "A")
        static let b = UInt8(ascii: "B")
        static let c = UInt8(ascii: "C")
        static let e = UInt8(ascii: "E")
        static let f = UInt8(ascii: "F")
        static let g = UInt8(ascii: "G")
        static let h = UInt8(ascii: "H")
        static let i = UInt8(ascii: "I")
        static let j = UInt8(ascii: "J")
        static let k = UInt8(ascii: "K")
        static let l = UInt8(ascii: "L")
        static let m = UInt8(ascii: "M")
        static let n = UInt8(ascii: "N")
        static let o = UInt8(ascii: "O")
        static let p = UInt8(ascii: "P")
        static let q = UInt8(ascii: "Q")
        static let s = UInt8(ascii: "S")
        static let t = UInt8(ascii: "T")
        static let u = UInt8(ascii: "U")
        static let v = UInt8(ascii: "V")
        static let w = UInt8(ascii: "W")
        static let x = UInt8(ascii: "X")
        static let y = UInt8(ascii: "Y")
        static let z = UInt8(ascii: "Z")
        static let ch = UInt8(ascii: "*")
    }
}
