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

func newInstallation(ctx context.Context, dir string) (in installation, err error) {
	in.dir = dir
	if in.House, err = house.Open(ctx, house.Settings{Data: dir}); err != nil {
		return in, err
	}
	org, err := in.Tenants.Create(ctx, badge.Host(), tenant.Founding{Organization: badge.Organization{
		Slug: slug, Name: "Gauge College", URL: "https://gauge.example", Email: "badges@gauge.example", InviteLogin: true,
	}})
	if err != nil {
		return in, errors.Join(err, in.Close())
	}
	a, err := in.Catalog.Create(ctx, badge.Host(), org.ID, badge.Achievement{Slug: "endurance", Revision: badge.Revision{
		Name: "Endurance", Description: "Bears a load.", Criteria: "Carried **many** rows from end to end.",
		Tags: []string{"Carrying", "Patience"}, Validity: badge.Validity{Period: badge.Period{Years: 3}},
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
	for _, measure := range []func(context.Context, Options, *installation) ([]Figure, error){issuing, revoking, pages} {
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
	issued, err := in.Issuer.Issued(ctx, badge.Host(), in.org, "", "", "", n)
	codes := make([]badge.Code, len(issued))
	for i, row := range issued {
		codes[i] = row.Code
	}
	return codes, err
}
