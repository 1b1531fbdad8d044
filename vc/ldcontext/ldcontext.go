// Package ldcontext holds the JSON-LD contexts that Laurel knows, byte for byte.
//
// The URL of a context goes in, its pinned document comes out. The set is closed: a context that is not
// embedded here does not exist for this program, and nothing in this package ever reads a file or the network.
// The origin, licence and SHA-256 of each file stand in the NOTICE beside them; a test recomputes the hashes.
package ldcontext

import (
	"embed"
	"sort"
)

//go:embed contexts/*.json
var files embed.FS

// pin names the file of one context and the SHA-256 (lower-case hex) that its bytes must have.
type pin struct {
	file   string
	sha256 string
}

// pinned is the closed set: URL of the context, then its file and hash.
var pinned = map[string]pin{
	"https://www.w3.org/2018/credentials/v1":                     {"credentials-v1.json", "ab4ddd9a531758807a79a5b450510d61ae8d147eab966cc9a200c07095b0cdcc"},
	"https://www.w3.org/ns/credentials/v2":                       {"credentials-v2.json", "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"},
	"https://w3id.org/security/data-integrity/v1":                {"data-integrity-v1.json", "b5d829bd09aa7c42abc6efa0c8ed7635313b5487f37ccfce3ecd149ca9418554"},
	"https://w3id.org/security/data-integrity/v2":                {"data-integrity-v2.json", "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4"},
	"https://w3id.org/security/multikey/v1":                      {"multikey-v1.json", "ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597"},
	"https://w3id.org/security/suites/ed25519-2020/v1":           {"ed25519-2020-v1.json", "b9e1ab971fd8bf2c7553e0c4a9438e0b9450afde1ea1ca5b2492368b9f549588"},
	"https://www.w3.org/ns/did/v1":                               {"did-v1.json", "4f3eae5568c9c5f036a082088f9e192019ee06faa78973c87ff91d5421b88dad"},
	"https://www.w3.org/ns/cid/v1":                               {"cid-v1.json", "61dc4b1cf0b1a3bb24c32d0b46ceca5a13649ff858296300d64f9cd3c9fe2873"},
	"https://purl.imsglobal.org/spec/ob/v3p0/context.json":       {"ob-3.0.0.json", "9f1c8f9f361ba2994b9b50701f41149919542c50c7b7455b2846d87959295d72"},
	"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json": {"ob-3.0.1.json", "af095468326d3449160509b26ca71576e6321d13c85b0369cfe3b654c9a48fba"},
	"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json": {"ob-3.0.2.json", "00666ad080ba407687ed1846b7f5e7495f5019042b202a727de47c48a1755c53"},
	"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": {"ob-3.0.3.json", "ef2fa9c7846dce233cc166b43639027278be4ee44f00bb1d45c75de2dd0cd761"},
	"https://purl.imsglobal.org/spec/ob/v3p0/extensions.json":    {"ob-extensions.json", "2d013f981d1f4516081a6a04e55468ba2b071d4153b794f19a79715c45a89a5e"},
}

// Lookup returns the exact bytes of the embedded context with that URL (compared as text, without any
// normalisation), or false when it is not one of the closed set. The caller owns the bytes.
func Lookup(url string) ([]byte, bool) {
	p, ok := pinned[url]
	if !ok {
		return nil, false
	}
	b, err := files.ReadFile("contexts/" + p.file)
	return b, err == nil
}

// URLs lists the closed set in alphabetical order.
func URLs() []string {
	urls := make([]string, 0, len(pinned))
	for u := range pinned {
		urls = append(urls, u)
	}
	sort.Strings(urls)
	return urls
}
