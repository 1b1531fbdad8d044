package store

import (
	"bytes"
	"slices"
)

// A sieve says of a block that no word in it begins like this, or that one may
// (a Bloom filter): the few blocks with a seldom name are found without
// unpacking the others.

// sieveLengths are the beginnings that a sieve knows, in bytes, the longest first.
var sieveLengths = [...]int{12, 8, 6, 5, 3}

// sievePair is how many bytes of two words of one line a sieve knows together:
// a first and a last name that many have seldom meet.
const sievePair = 3

const (
	sieveBits   = 8 // for each beginning
	sieveProbes = 5 // at this many bits for each: one block in forty is unpacked for nothing
)

// newSieve makes the sieve of a block's lines.
func newSieve(text []byte) []byte {
	begins := map[uint64]bool{}
	for line := range bytes.SplitSeq(text, []byte{'\n'}) {
		_, words, _ := readLine(line)
		for _, pair := range sievePairs(bytes.Split(words, []byte{' '})) {
			begins[sieveHash(pair)] = true
		}
		for word := range bytes.SplitSeq(words, []byte{' '}) {
			for _, n := range sieveLengths {
				if len(word) >= n {
					begins[sieveHash(word[:n])] = true
				}
			}
		}
	}
	sieve := make([]byte, len(begins)*sieveBits/8+1)
	for hash := range begins {
		probe(sieve, hash, func(at *byte, bit byte) bool { *at |= bit; return true })
	}
	return sieve
}

// sievePairs are the beginnings of every two words of a line: those of names,
// not of numbers and not behind an at sign.
func sievePairs(words [][]byte) (pairs [][]byte) {
	var begins []string
	for _, word := range words {
		if len(word) >= sievePair && word[0] != '@' && (word[0] < '0' || word[0] > '9') {
			begins = append(begins, string(word[:sievePair]))
		}
	}
	slices.Sort(begins)
	begins = slices.Compact(begins)
	for n, a := range begins {
		for _, b := range begins[n+1:] {
			pairs = append(pairs, []byte(a+" "+b))
		}
	}
	return pairs
}

// sieveHashes are what a sieve has to know of a block in which all terms stand.
// A term has a blank before it.
func sieveHashes(terms []string) (hashes []uint64) {
	var words [][]byte
	for _, term := range terms {
		word := []byte(term[1:])
		for _, n := range sieveLengths {
			if len(word) >= n {
				hashes = append(hashes, sieveHash(word[:n]))
				break
			}
		}
		if !bytes.Contains(word, []byte{'@'}) {
			words = append(words, word)
		}
	}
	for _, pair := range sievePairs(words) {
		hashes = append(hashes, sieveHash(pair))
	}
	return hashes
}

// lets tells whether a sieve knows all of some hashes.
func lets(sieve []byte, hashes []uint64) bool {
	for _, hash := range hashes {
		if !probe(sieve, hash, func(at *byte, bit byte) bool { return *at&bit != 0 }) {
			return false
		}
	}
	return true
}

// probe goes to the bits of a hash until one says no.
func probe(sieve []byte, hash uint64, look func(at *byte, bit byte) bool) bool {
	size, step := uint64(len(sieve))*8, hash>>32|1
	for range sieveProbes {
		at := hash % size
		if !look(&sieve[at/8], 1<<(at%8)) {
			return false
		}
		hash += step
	}
	return true
}

// sieveHash is FNV-1a with its bits mixed once more: it is stored, so it stays.
func sieveHash(word []byte) uint64 {
	hash := uint64(14695981039346656037)
	for _, c := range word {
		hash = (hash ^ uint64(c)) * 1099511628211
	}
	hash ^= hash >> 29
	hash *= 0xbf58476d1ce4e5b9
	return hash ^ hash>>32
}
