package verify

// CheckRecipient adds a check of its own to a report: whether the badge names
// the owner of an e-mail address as its recipient (Open Badges 3.0, section
// Verification, step 5), and returns whether it does. The verdict is about the
// badge and stays as it is.
func (r *Report) CheckRecipient(email string) bool {
	match, known := r.View.Recipient.MatchEmail(email)
	c := Check{checkRecipient, Fail, says("It was issued to somebody else than %s.", email), ""}
	switch {
	case !r.Shown:
		c = Check{checkRecipient, Unknown, says("What it says of its recipient cannot be relied on."), ""}
	case match:
		c = Check{checkRecipient, Pass, says("It was issued to %s.", email), ""}
	case r.View.OtherSubjects > 0:
		c = Check{checkRecipient, Unknown, says("It is about several people, and the first of them is not %s.", email), ""}
	case !known:
		c = Check{checkRecipient, Unknown, says("It does not say which e-mail address it was issued to."), ""}
	}
	r.Checks = append(r.Checks, c)
	return c.Result == Pass
}
