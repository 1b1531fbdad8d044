// Package badge holds the nouns of the house: organizations, achievements,
// batches, awards, credentials, accounts and letters, with their validation,
// their states and legal next states, and the kinds of error. Plain values
// come in and go out. It imports nothing of ours, reads no clock, opens no
// file and knows neither SQL nor HTTP.
package badge
