// Package openbadge tells Open Badges 3.0 in terms of verifiable credentials.
//
// Three things go in and out: a Credential with its parts is written as an unsigned document, for package proof to
// sign; a decoded document is checked against the rules of the standard; and a decoded document, our own or
// anybody's, is read into the View that a page shows. The package never fetches, never reads a clock, never looks at
// signatures or status, and never decides whether a credential is genuine.
package openbadge
