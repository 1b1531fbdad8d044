// Package openbadge tells Open Badges 3.0 in terms of verifiable credentials.
//
// Things go in and out in three ways: a Credential with its parts is written as an unsigned document, for package proof
// to sign; a decoded document is checked against the rules of the standard; and a decoded document, our own or
// anybody's, is read into the View that a page shows. The package never fetches, never reads a clock, never looks at
// signatures or status, and never decides whether a credential is genuine.
//
// # Build
//
// Fill in a Credential and write it with Marshal. Empty fields are left out; lists are arrays even with one value; the
// same credential gives the same bytes every time. Everything of the standard's data model has a field: results and
// rubrics (Result, ResultDescription), identifiers, credits, sources, endorsements that others signed before
// (Endorsements), schema, refresh service and terms. Where a 1EdTech type needs the extensions context, it is added.
//
//	unsigned, err := credential.Marshal()
//	prepared, err := proof.Prepare(unsigned, proof.Options{VerificationMethod: key, Created: now})
//	signed, err := proof.Sign(ctx, prepared, sign)
//
// EndorsementCredential and ClrCredential, a learner record of CLR 2.0, are built the same way. Achievement and Profile
// have Marshal too, to be served at their own addresses.
//
// Two things can be built but not signed with a proof that canonicalizes RDF, because no context in package ldcontext
// gives them a meaning: EndorsementJWT, and ContextCLR where it is not embedded. Signing refuses them; a JWT carries
// them.
//
// # Check
//
// Check says what a document breaks, each Fault with a JSON Pointer and a sentence. Check before signing, to issue
// nothing that others refuse, and after verifying, to tell the reader. A credential of VC Data Model 1.1 is checked by
// its own rules. CheckEndorsement and CheckCLR do the same for the other kinds of credentials.
//
// # Read
//
// Read, ReadEndorsement and ReadCLR take any document, also one full of faults, and leave out what makes no sense.
// Nothing that comes out is trusted: verify the document first, escape all text, and render Markdown safely. Addresses
// are http or https, so that none can run as a script.
//
// EmbeddedEndorsements finds the endorsements in a badge, each to be verified by itself; EndorsementView.About says
// whether one is about the badge at all. Recipient.MatchEmail answers whether a badge is somebody's.
//
// # Packages below
//
// Package bake puts credentials into PNG and SVG pictures and takes them out. Package ob2 does for Open Badges 2.0 what
// this one does for 3.0.
package openbadge
