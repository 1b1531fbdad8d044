package gauge

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"

	"laurel/internal/press"
)

// renditions are pictures of credentials: cards drawn one after the other, the picture with the credential in it by HTTP
// beside the same bytes from memory, and the badge page while cards are drawn all the time.
func renditions(ctx context.Context, o Options, in *installation) ([]Figure, error) {
	codes, err := in.codes(ctx, opened)
	if err != nil {
		return nil, err
	}
	_, revision, err := in.Issuer.Public(ctx, codes[0])
	if err != nil {
		return nil, err
	}
	draw := &drawer{in: in, facts: press.Facts{
		Account: "gauge", Picture: revision.Picture, Title: revision.Name, Organization: "Gauge College", Site: "badges.gauge.example",
		State: press.State{Tone: press.Good, Word: "Valid", Line: "Valid until November 23, 2028"},
	}}
	card, err := draw.figure(ctx, o)
	if err != nil {
		return nil, err
	}
	server := httptest.NewServer(in.Handler())
	defer server.Close()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: visitors}}
	defer client.CloseIdleConnections()
	pages, pictures, cards := make([]string, len(codes)), make([]string, len(codes)), []string{"/b/" + string(codes[0]) + "/card.png"}
	for i, code := range codes {
		pages[i], pictures[i] = "/b/"+string(code), "/b/"+string(code)+".png"
	}
	o.Progress("serve pictures with the credential in them")
	baked, err := beside(ctx, o, client, server.URL, pictures)
	if err != nil {
		return nil, err
	}
	kept, err := beside(ctx, o, client, server.URL, cards)
	if err != nil {
		return nil, err
	}
	busy, err := draw.meanwhile(ctx, o, client, server.URL, pages)
	if err != nil {
		return nil, err
	}
	baked.What, kept.What = "serve a picture with its credential", "serve a card that was drawn"
	return []Figure{card, baked.ratioAtLeast(0.5), kept, busy}, nil
}

// asking is how many ask for cards at the same time, without pause: so many that some always wait, and nobody is sent
// away.
const asking = 16

// drawer draws cards of ever new earners.
type drawer struct {
	in    *installation
	facts press.Facts
	mu    sync.Mutex
	drawn int
}

func (d *drawer) one(ctx context.Context) error {
	d.mu.Lock()
	d.drawn++
	facts := d.facts
	facts.Earner = fmt.Sprint("Earner Number ", d.drawn)
	d.mu.Unlock()
	_, err := d.in.Press.Shape(ctx, press.Card, facts)
	return err
}

func (d *drawer) figure(ctx context.Context, o Options) (Figure, error) {
	o.Progress("draw cards")
	var rates []float64
	for range rounds {
		rate, err := speed(o.Slice, func() error { return errors.Join(ctx.Err(), d.one(ctx)) })
		if err != nil {
			return Figure{}, err
		}
		rates = append(rates, rate)
	}
	return Figure{What: "draw a card", Unit: perCPU, Value: spread(rates)}.atLeast(15), nil
}

// beside is how often pictures are served in a second, beside the bytes of the first of them from memory.
func beside(ctx context.Context, o Options, client *http.Client, server string, paths []string) (Figure, error) {
	body, err := visit(ctx, client, server+paths[0], "image/png")
	if err != nil {
		return Figure{}, err
	}
	static := fromMemory(body, "image/png")
	defer static.Close()
	var ours, limits crowds
	for range rounds {
		for at, c := range map[string]*crowds{server: &ours, static.URL: &limits} {
			one, err := flood(ctx, client, at, paths, "image/png", o.Slice)
			if err != nil {
				return Figure{}, err
			}
			c.add(one)
		}
	}
	return Figure{Unit: "requests/s"}.beside(fmt.Sprintf("the same %d KB from memory", len(body)/1000), ours.rate, limits.rate), nil
}

// meanwhile is how long 99 % wait for the badge page while cards are drawn as fast as the house draws them.
func (d *drawer) meanwhile(ctx context.Context, o Options, client *http.Client, server string, pages []string) (Figure, error) {
	o.Progress("open badge pages while cards are drawn")
	var quiet, busy crowds
	for range rounds {
		c, err := flood(ctx, client, server, pages, "text/html", 3*o.Slice)
		if err != nil {
			return Figure{}, err
		}
		quiet.add(c)
		drawing, stop := context.WithCancel(ctx)
		var wg sync.WaitGroup
		for range asking {
			wg.Go(func() {
				for drawing.Err() == nil {
					_ = d.one(drawing) // ends with an error when the round does
				}
			})
		}
		c, err = flood(ctx, client, server, pages, "text/html", 3*o.Slice)
		stop()
		wg.Wait()
		if err != nil {
			return Figure{}, err
		}
		busy.add(c)
	}
	f := Figure{What: "badge page while cards are drawn, 99 %", Unit: "ms"}.beside("while none is drawn", busy.p99, quiet.p99)
	return f.ratioAtMost(2, "2"), nil
}
