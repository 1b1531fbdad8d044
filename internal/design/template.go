package design

// Template is a description to begin with.
type Template struct {
	Name, Words string
	Design      Design
}

// Templates are those that the designer offers.
var Templates = []Template{
	{"course", "Course completed", Design{
		Shape: "circle", Pattern: "rays", Font: "sans", Field: "#0f766e", Band: "#0b3d3a", Metal: "#ebcf87",
		Upper: "COURSE COMPLETED", Lower: "SPRING 2026", Icon: "graduation-cap",
	}},
	{"certified", "Certification", Design{
		Shape: "seal", Pattern: "weave", Font: "serif", Field: "#1c2f56", Band: "#12203d", Metal: "#d8b15a",
		Upper: "CERTIFIED", Lower: "PROFESSIONAL PRACTICE", Icon: "seal-check", Stars: 3,
	}},
	{"safety", "Safety training", Design{
		Shape: "shield", Pattern: "lines", Font: "narrow", Field: "#b42318", Band: "#7a1710", Metal: "#f3e9d8",
		Icon: "first-aid-kit", Center: "FIRST AID", Ribbon: "RESPONDER",
	}},
	{"digital", "Digital skills", Design{
		Shape: "hexagon", Pattern: "dots", Font: "sans", Field: "#4338ca", Band: "#2e2a72", Metal: "#a5b4fc",
		Icon: "code", Center: "DIGITAL SKILLS", Stars: 2,
	}},
	{"language", "Language level", Design{
		Shape: "square", Pattern: "rings", Font: "serif", Field: "#f6efe0", Band: "#7c2d12", Metal: "#c2703d",
		Center: "B2", Ribbon: "ESPAÑOL",
	}},
	{"volunteer", "Volunteer", Design{
		Shape: "rosette", Pattern: "plain", Font: "sans", Field: "#a82f56", Band: "#6d1c3a", Metal: "#f0c6a0",
		Upper: "WITH THANKS", Lower: "VOLUNTEER", Icon: "hand-heart",
	}},
	{"award", "Award", Design{
		Shape: "medal", Pattern: "rays", Font: "serif", Field: "#8a5a12", Band: "#14325c", Metal: "#e3b64f",
		Icon: "trophy", Center: "2026", Stars: 0,
	}},
	{"honor", "Honor", Design{
		Shape: "wreath", Pattern: "plain", Font: "serif", Field: "#fdfaf2", Band: "#2f4a2f", Metal: "#b08a3c",
		Icon: "crown", Center: "With Honors", Ribbon: "",
	}},
	{"speaker", "Speaker", Design{
		Shape: "octagon", Pattern: "plain", Font: "narrow", Field: "#111827", Band: "#0b1020", Metal: "#f59e0b",
		Upper: "ANNUAL CONFERENCE 2026", Icon: "microphone-stage", Ribbon: "SPEAKER",
	}},
	{"green", "Sustainability", Design{
		Shape: "gear", Pattern: "lines", Font: "sans", Field: "#2f6b2f", Band: "#1d4620", Metal: "#c8dc8c",
		Upper: "GREEN WORKPLACE", Lower: "SITE AUDITOR", Icon: "leaf",
	}},
	{"science", "Science", Design{
		Shape: "star", Pattern: "rings", Font: "sans", Field: "#0e5f8a", Band: "#0a3a5c", Metal: "#9fd8ee",
		Upper: "SCIENCE LAB", Lower: "ADVANCED", Icon: "atom",
	}},
	{"member", "Membership", Design{
		Shape: "diamond", Pattern: "weave", Font: "narrow", Field: "#86357f", Band: "#52204e", Metal: "#e7c4e2",
		Icon: "users-three", Center: "MEMBER", Stars: 1,
	}},
}

// Start finds a template by its name.
func Start(name string) (Design, bool) {
	for _, t := range Templates {
		if t.Name == name {
			t.Design.Version = Version
			return t.Design, true
		}
	}
	return Design{}, false
}
