package gauge

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"laurel/internal/badge"
	"laurel/internal/house"
	"laurel/internal/tenant"
)

// installation is a whole house in a folder of its own, with one organization and one badge. It has no mail server, so
// letters are written and kept.
type installation struct {
	*house.House
	dir   string
	org   badge.OrgID
	badge badge.AchievementID
}

const slug = "gauge"

// A badge says about as much as badges in the wild do, so that a signed document
// has about 3 KB.
const (
	description = "Holders of this badge carry loads of many kinds over long distances, alone and together with others, and bring them to " +
		"their place whole, in time and without harm to themselves or to anybody else. They know the limits of people, of vehicles and of " +
		"equipment, and they say so when a limit is reached."
	criteria = "To earn this badge, a person has to\n\n- complete **forty hours** of supervised practice in the yard and on the road,\n" +
		"- pass the written examination on lifting, fastening and unloading with at least 80 of 100 points,\n" +
		"- plan a delivery of ten thousand pieces to three addresses, and carry the plan out with a team of four,\n" +
		"- show in a conversation of half an hour how accidents are prevented, and what is to be done after one.\n\n" +
		"The examiners are appointed by the college and do not teach the course. An examination that was not passed can be taken again " +
		"after three months. The badge ends after three years; a refresher of eight hours renews it."
)

func newInstallation(ctx context.Context, dir string) (in installation, err error) {
	in.dir = dir
	if in.House, err = house.Open(ctx, house.Settings{Data: dir}); err != nil {
		return in, err
	}
	org, err := in.Tenants.Create(ctx, badge.Host(), tenant.Founding{Organization: badge.Organization{
		Slug: slug, Name: "Gauge College", URL: "https://gauge.example", Email: "badges@gauge.example", InviteLogin: true,
		Description: "A college of further education for everybody who lifts, carries and delivers, with courses by day and in the evening.",
	}})
	if err != nil {
		return in, errors.Join(err, in.Close())
	}
	a, err := in.Catalog.Create(ctx, badge.Host(), org.ID, badge.Achievement{Slug: "endurance", Revision: badge.Revision{
		Name: "Endurance", Description: description, Criteria: criteria,
		Tags: []string{"Carrying", "Lifting", "Patience", "Teamwork", "Safety at work"}, Validity: badge.Validity{Period: badge.Period{Years: 3}},
		Details: badge.Details{Alt: "A weight"},
	}}, badgePicture)
	if err != nil {
		return in, errors.Join(err, in.Close())
	}
	in.org, in.badge = org.ID, a.ID
	return in, nil
}

// again closes the house, so that the whole ledger is in one file, and opens it anew. It tells the size of that file.
func (in *installation) again(ctx context.Context) (bytes int64, err error) {
	if err := in.Close(); err != nil {
		return 0, err
	}
	file, err := os.Stat(filepath.Join(in.dir, "laurel.db"))
	if err != nil {
		return 0, err
	}
	in.House, err = house.Open(ctx, house.Settings{Data: in.dir})
	return file.Size(), err
}

// wholeHouse measures issuing, and then pages and revoking over what was issued.
func wholeHouse(ctx context.Context, o Options, dir string) (figures []Figure, err error) {
	in, err := newInstallation(ctx, filepath.Join(dir, "house"))
	if err != nil {
		return nil, err
	}
	defer func() {
		if in.House != nil {
			err = errors.Join(err, in.Close())
		}
	}()
	for _, measure := range []func(context.Context, Options, *installation) ([]Figure, error){issuing, revoking, pages, renditions, batchPrint} {
		more, err := measure(ctx, o, &in)
		if err != nil {
			return nil, err
		}
		figures = append(figures, more...)
	}
	return figures, nil
}

// codes are the addresses of the newest n credentials.
func (in *installation) codes(ctx context.Context, n int) ([]badge.Code, error) {
	issued, err := in.Issuer.Find(ctx, badge.Host(), in.org, "", n)
	codes := make([]badge.Code, len(issued))
	for i, row := range issued {
		codes[i] = row.Code
	}
	return codes, err
}
