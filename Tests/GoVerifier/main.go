// Verifies an exported log with the Go project's own packages, which know nothing of Amparo:
// golang.org/x/mod/sumdb/note reads the signed checkpoint, golang.org/x/mod/sumdb/tlog checks hashes and proofs.
//
//	verify <verifier key> <tree> [<earlier tree>]
//
// It checks the checkpoint's signature, every tile against the checkpoint, every entry against its tile, inclusion
// proofs, and, with an earlier export, that the log begins with it.
package main

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

// tree is an exported log below a folder, with its verified checkpoint.
type tree struct {
	folder string
	origin string
	head   tlog.Tree
}

// open verifies the checkpoint. Its text is origin, size and root, as tlog.ParseTree has it but for the first line.
func open(folder, key string) (*tree, error) {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return nil, err
	}
	message, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	if err != nil {
		return nil, err
	}
	signed, err := note.Open(message, note.VerifierList(verifier))
	if err != nil {
		return nil, err
	}
	lines := strings.SplitN(signed.Text, "\n", 2)
	if len(lines) != 2 || lines[0] != verifier.Name() {
		return nil, fmt.Errorf("the checkpoint is of another log")
	}
	head, err := tlog.ParseTree([]byte("go.sum database tree\n" + lines[1]))
	if err != nil {
		return nil, err
	}
	return &tree{folder, lines[0], head}, nil
}

// path is where C2SP tlog-tiles puts what the sumdb puts at tile/8/<level>/… and tile/8/data/….
func path(tile tlog.Tile) string {
	return strings.Replace(strings.Replace(tile.Path(), "tile/8/", "tile/", 1), "tile/data/", "tile/entries/", 1)
}

// Height, ReadTiles and SaveTiles make the tree a tlog.TileReader.
func (t *tree) Height() int { return height }

func (t *tree) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		data, err := t.read(tile)
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func (t *tree) SaveTiles([]tlog.Tile, [][]byte) {}

// read reads a tile; when a partial one is gone, the beginning of the full one.
func (t *tree) read(tile tlog.Tile) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(t.folder, path(tile)))
	if err == nil || tile.W == 1<<height || tile.L < 0 {
		return data, err
	}
	full := tile
	full.W = 1 << height
	data, err = os.ReadFile(filepath.Join(t.folder, path(full)))
	if err == nil && len(data) >= tile.W*tlog.HashSize {
		data = data[:tile.W*tlog.HashSize]
	}
	return data, err
}

// entries cuts a bundle into its entries.
func entries(bundle []byte) ([][]byte, error) {
	var all [][]byte
	for len(bundle) > 0 {
		if len(bundle) < 2 {
			return nil, fmt.Errorf("a bundle is cut off")
		}
		length := int(binary.BigEndian.Uint16(bundle))
		bundle = bundle[2:]
		if len(bundle) < length {
			return nil, fmt.Errorf("a bundle is cut off")
		}
		all = append(all, bundle[:length])
		bundle = bundle[length:]
	}
	return all, nil
}

// checkEntries hashes every entry and compares it with the leaf hash that the tiles, verified up to the root, give.
func (t *tree) checkEntries() error {
	hashes := tlog.TileHashReader(t.head, t)
	for first := int64(0); first < t.head.N; first += 1 << height {
		width := t.head.N - first
		if width > 1<<height {
			width = 1 << height
		}
		tile := tlog.Tile{H: height, L: -1, N: first >> height, W: int(width)}
		bundle, err := t.read(tile)
		if err != nil {
			return err
		}
		records, err := entries(bundle)
		if err != nil {
			return err
		}
		if len(records) != int(width) {
			return fmt.Errorf("%s has %d entries", path(tile), len(records))
		}
		var indexes []int64
		for place := range records {
			indexes = append(indexes, tlog.StoredHashIndex(0, first+int64(place)))
		}
		// The reader proves what it reads: it throws away a tile that does not lead to the root.
		stored, err := hashes.ReadHashes(indexes)
		if err != nil {
			return err
		}
		for place, record := range records {
			if len(record) != tlog.HashSize {
				return fmt.Errorf("entry %d is not 32 bytes", first+int64(place))
			}
			if tlog.RecordHash(record) != stored[place] {
				return fmt.Errorf("entry %d is not in its tile", first+int64(place))
			}
		}
	}
	return nil
}

// checkProofs makes inclusion proofs from the tiles and checks them as anybody would who has only the checkpoint.
func (t *tree) checkProofs() (int, error) {
	hashes := tlog.TileHashReader(t.head, t)
	step := t.head.N/50 + 1
	count := 0
	for index := int64(0); index < t.head.N; index += step {
		leaf, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
		if err != nil {
			return count, err
		}
		proof, err := tlog.ProveRecord(t.head.N, index, hashes)
		if err != nil {
			return count, err
		}
		if err := tlog.CheckRecord(proof, t.head.N, t.head.Hash, index, leaf[0]); err != nil {
			return count, err
		}
		count++
	}
	return count, nil
}

func (t *tree) checkUpperTiles() error {
	for level := 1; t.head.N>>(height*uint(level)) > 0; level++ {
		count := t.head.N >> (height * uint(level))
		for first := int64(0); first < count; first += 1 << height {
			width := count - first
			if width > 1<<height {
				width = 1 << height
			}
			hashes := tlog.TileHashReader(t.head, t)
			for place := int64(0); place < width; place++ {
				index := tlog.StoredHashIndex(level*height, first+place)
				stored, err := hashes.ReadHashes([]int64{index})
				if err != nil {
					return err
				}
				data, err := t.read(tlog.Tile{H: height, L: level, N: first >> height, W: int(width)})
				if err != nil {
					return err
				}
				if int64(len(data)) != width*tlog.HashSize ||
					string(data[place*tlog.HashSize:(place+1)*tlog.HashSize]) != string(stored[0][:]) {
					return fmt.Errorf("a tile of level %d is wrong", level)
				}
			}
		}
	}
	return nil
}

func run(arguments []string) error {
	if len(arguments) < 2 || len(arguments) > 3 {
		return fmt.Errorf("usage: verify <verifier key> <tree> [<earlier tree>]")
	}
	log, err := open(arguments[1], arguments[0])
	if err != nil {
		return err
	}
	if err := log.checkEntries(); err != nil {
		return err
	}
	if err := log.checkUpperTiles(); err != nil {
		return err
	}
	proofs, err := log.checkProofs()
	if err != nil {
		return err
	}
	if len(arguments) == 3 {
		earlier, err := open(arguments[2], arguments[0])
		if err != nil {
			return err
		}
		if earlier.head.N > log.head.N {
			return fmt.Errorf("the earlier tree is the larger one")
		}
		if earlier.head.N > 0 {
			hashes := tlog.TileHashReader(log.head, log)
			proof, err := tlog.ProveTree(log.head.N, earlier.head.N, hashes)
			if err != nil {
				return err
			}
			if err := tlog.CheckTree(proof, log.head.N, log.head.Hash, earlier.head.N, earlier.head.Hash); err != nil {
				return err
			}
		}
		fmt.Printf("begins with the earlier %d entries\n", earlier.head.N)
	}
	fmt.Printf("%s: %d entries, %d proofs, root %s\n", log.origin, log.head.N, proofs, hex.EncodeToString(log.head.Hash[:]))
	return nil
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "verify:", err)
		os.Exit(1)
	}
}
