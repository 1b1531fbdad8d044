package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// dataTypes are the media types of what we serve besides pages.
var dataTypes = []string{"application/vc+ld+json", "application/vc", "application/ld+json", "application/json"}

// wantsData tells whether somebody who asks for an address that has both
// wants the document and not the page: unless HTML is preferred (RFC 9110,
// section 12.5.1).
func wantsData(r *http.Request) bool {
	accept := r.Header.Values("Accept")
	data := 0.0
	for _, kind := range dataTypes {
		data = max(data, quality(accept, kind))
	}
	return quality(accept, "text/html") <= data
}

// previewAgents are those who draw a link's preview in a post or a chat. They
// ask for anything at all and read nothing but a page's Open Graph tags.
var previewAgents = []string{
	"facebookexternalhit", "facebot", "facebookcatalog", "meta-externalagent", "linkedinbot", "whatsapp", "twitterbot", "slackbot", "slack-imgproxy",
	"discordbot", "telegrambot", "skypeuripreview", "microsoftpreview", "teams", "pinterest", "redditbot", "mastodon", "bluesky", "cardyb", "iframely", "embedly",
	"vkshare", "viber", "line-poker", "kakaotalk-scrap", "googlemessages", "google-pagerenderer", "snapchat", "tumblr", "synology chat", "mattermost", "zulip", "rocket.chat", "nextcloud",
}

// drawsPreview tells whether a request comes from one of them and does not say
// that it wants data.
func drawsPreview(r *http.Request) bool {
	for _, accept := range r.Header.Values("Accept") {
		for _, kind := range dataTypes {
			if strings.Contains(accept, kind) {
				return false
			}
		}
	}
	agent := strings.ToLower(r.UserAgent())
	return slices.ContainsFunc(previewAgents, func(name string) bool { return strings.Contains(agent, name) })
}

// isRobot tells, roughly, whether a program opens a page and not a person.
func isRobot(r *http.Request) bool {
	agent := strings.ToLower(r.UserAgent())
	named := slices.ContainsFunc([]string{"bot", "crawl", "spider", "slurp", "preview", "fetch", "monitor", "headless", "curl/", "wget/", "python", "java/", "go-http", "http-client", "axios", "scan"},
		func(name string) bool { return strings.Contains(agent, name) })
	return named || !strings.Contains(agent, "mozilla/") || drawsPreview(r)
}

// isCrawler tells whether a request comes from a program that reads whatever
// it finds.
func isCrawler(r *http.Request) bool {
	agent := strings.ToLower(r.UserAgent())
	return drawsPreview(r) || slices.ContainsFunc([]string{"bot", "crawl", "spider", "slurp"}, func(name string) bool { return strings.Contains(agent, name) })
}

// prefersHTML tells whether an answer in words should be a page.
func prefersHTML(r *http.Request) bool {
	accept := r.Header.Values("Accept")
	return quality(accept, "text/html") > 0 && !strings.HasPrefix(strings.Join(accept, ","), "application/json")
}

// quality is how much an Accept header wants a media type, 0 to 1. The most
// specific range decides; no header at all accepts everything.
func quality(accept []string, kind string) float64 {
	if len(accept) == 0 {
		return 1
	}
	whole, _, _ := strings.Cut(kind, "/")
	best, result := 0, 0.0
	for part := range strings.SplitSeq(strings.Join(accept, ","), ",") {
		name, parameters, _ := strings.Cut(strings.TrimSpace(part), ";")
		rank := map[string]int{"*/*": 1, whole + "/*": 2, kind: 3}[strings.ToLower(strings.TrimSpace(name))]
		if rank > best {
			best, result = rank, weight(parameters)
		}
	}
	return result
}

// weight is the q parameter of a media range.
func weight(parameters string) float64 {
	for parameter := range strings.SplitSeq(parameters, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(parameter), "=")
		if !strings.EqualFold(name, "q") {
			continue
		}
		q, err := strconv.ParseFloat(value, 64)
		if err != nil || q < 0 || q > 1 {
			return 0
		}
		return q
	}
	return 1
}
