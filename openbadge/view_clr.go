package openbadge

import (
	"errors"
	"time"

	"laurel/openbadge/internal/loose"
	"laurel/vc"
)

// ErrNotCLR says that a document is not a learner record of CLR 2.0.
var ErrNotCLR = errors.New("this is not a learner record of CLR 2.0")

// ClrView is what a page shows of a learner record, with the promises of View.
type ClrView struct {
	ID          string
	Name        string
	Description string
	Issuer      IssuerView
	Recipient   Recipient
	ValidFrom   time.Time
	ValidUntil  time.Time     // zero: no end
	Credential  []vc.Object   // each to be verified and read by itself
	Achievement []Achievement // only ID, Name, Description, AchievementType and Criteria are filled in
	Association []Association
}

// ReadCLR reads a learner record for display as Read reads a badge. The error wraps ErrNotCLR.
func ReadCLR(o vc.Object) (ClrView, error) {
	if !vc.HasType(o, "ClrCredential") {
		return ClrView{}, ErrNotCLR
	}
	subject, ok := loose.First(o["credentialSubject"])
	if !ok {
		return ClrView{}, errors.Join(ErrNotCLR, errors.New("it does not say whom it is about (credentialSubject)"))
	}
	return ClrView{
		ID:          vc.String(o, "id"),
		Name:        loose.Text(o["name"]),
		Description: loose.Text(o["description"]),
		Issuer:      readIssuer(o["issuer"]),
		Recipient:   readRecipient(subject),
		ValidFrom:   date(o, "validFrom", "issuanceDate"),
		ValidUntil:  date(o, "validUntil", "expirationDate"),
		Credential:  vc.Objects(subject["verifiableCredential"]),
		Achievement: loose.All(subject["achievement"], func(o vc.Object) Achievement {
			return Achievement{
				ID:              vc.String(o, "id"),
				Name:            loose.Text(o["name"]),
				Description:     loose.Text(o["description"]),
				AchievementType: loose.Text(o["achievementType"]),
				Criteria:        readCriteria(o["criteria"]),
			}
		}),
		Association: loose.All(subject["association"], func(o vc.Object) Association {
			return Association{
				AssociationType: loose.Text(o["associationType"]),
				SourceID:        vc.ID(o["sourceId"]),
				TargetID:        vc.ID(o["targetId"]),
			}
		}),
	}, nil
}
