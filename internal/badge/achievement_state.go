package badge

// AchievementState is where an achievement stands. Changing a published one
// adds a revision and leaves it published.
type AchievementState string

// An achievement is written as a draft, which nobody else sees, then
// published; archived, it can no longer be issued, and what was issued stays
// valid. An archived one can be published again; none becomes a draft again.
const (
	AchievementDraft     AchievementState = "draft"
	AchievementPublished AchievementState = "published"
	AchievementArchived  AchievementState = "archived"
)

// Issuable returns nil when the achievement can be issued now, and an *Invalid
// for the field "badge" that says why it cannot.
func (a *Achievement) Issuable() error {
	switch a.State {
	case AchievementDraft:
		return Refuse("badge", "This badge is a draft. Publish it first, then issue it.")
	case AchievementArchived:
		return Refuse("badge", "This badge is archived and is not issued any more. Put it back into use first, or choose another one.")
	}
	return nil
}
