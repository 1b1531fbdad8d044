package design

import (
	"embed"
	"strings"
)

//go:embed icon/*.svg
var iconFiles embed.FS

// iconSide is the ground on which icons are drawn.
const iconSide = 256

// IconPath is the outline of an icon on a ground of 256 by 256; empty for one
// that is not there.
func IconPath(name string) string {
	file, err := iconFiles.ReadFile("icon/" + name + ".svg")
	if err != nil {
		return ""
	}
	_, path, _ := strings.Cut(string(file), `<path d="`)
	path, _, _ = strings.Cut(path, `"`)
	return path
}

// Icons are the signs that can stand in the middle, by what they say.
var Icons = []Choice{
	{"star", "Star"},
	{"medal", "Medal"},
	{"trophy", "Trophy"},
	{"crown", "Crown"},
	{"certificate", "Certificate"},
	{"seal-check", "Seal"},
	{"shield-check", "Shield"},
	{"sparkle", "Sparkle"},
	{"shooting-star", "Shooting star"},
	{"diamond", "Diamond"},
	{"flag", "Flag"},
	{"target", "Target"},
	{"graduation-cap", "Mortarboard"},
	{"student", "Student"},
	{"chalkboard-teacher", "Teacher"},
	{"book-open", "Open book"},
	{"books", "Books"},
	{"pen-nib", "Pen"},
	{"lightbulb", "Light bulb"},
	{"brain", "Brain"},
	{"puzzle-piece", "Puzzle"},
	{"magnifying-glass", "Magnifying glass"},
	{"translate", "Languages"},
	{"chats", "Conversation"},
	{"megaphone", "Megaphone"},
	{"microphone-stage", "Microphone"},
	{"broadcast", "Broadcast"},
	{"heartbeat", "Heartbeat"},
	{"heart", "Heart"},
	{"hand-heart", "Care"},
	{"first-aid-kit", "First aid"},
	{"stethoscope", "Stethoscope"},
	{"tooth", "Tooth"},
	{"drop", "Drop"},
	{"eye", "Eye"},
	{"dna", "DNA"},
	{"microscope", "Microscope"},
	{"flask", "Flask"},
	{"atom", "Atom"},
	{"planet", "Planet"},
	{"calculator", "Calculator"},
	{"chart-line-up", "Chart"},
	{"briefcase", "Briefcase"},
	{"handshake", "Handshake"},
	{"users-three", "People"},
	{"hands-clapping", "Applause"},
	{"scales", "Scales"},
	{"gavel", "Gavel"},
	{"key", "Key"},
	{"lock-key", "Lock"},
	{"fingerprint", "Fingerprint"},
	{"code", "Code"},
	{"terminal-window", "Terminal"},
	{"cpu", "Processor"},
	{"database", "Database"},
	{"robot", "Robot"},
	{"head-circuit", "Artificial intelligence"},
	{"game-controller", "Game"},
	{"cube", "Cube"},
	{"gear", "Gear"},
	{"wrench", "Wrench"},
	{"hammer", "Hammer"},
	{"hard-hat", "Hard hat"},
	{"lightning", "Lightning"},
	{"fire", "Fire"},
	{"lifebuoy", "Lifebuoy"},
	{"steering-wheel", "Steering wheel"},
	{"truck", "Truck"},
	{"airplane", "Airplane"},
	{"rocket-launch", "Rocket"},
	{"anchor", "Anchor"},
	{"compass", "Compass"},
	{"bridge", "Bridge"},
	{"house", "House"},
	{"chef-hat", "Chef's hat"},
	{"camera", "Camera"},
	{"palette", "Palette"},
	{"paint-brush", "Brush"},
	{"music-notes", "Music"},
	{"guitar", "Guitar"},
	{"globe-hemisphere-west", "Globe"},
	{"leaf", "Leaf"},
	{"plant", "Plant"},
	{"tree", "Tree"},
	{"flower-lotus", "Lotus"},
	{"recycle", "Recycling"},
	{"sun", "Sun"},
	{"waves", "Waves"},
	{"mountains", "Mountains"},
	{"paw-print", "Paw"},
	{"bird", "Bird"},
	{"bicycle", "Bicycle"},
	{"barbell", "Barbell"},
	{"person-simple-run", "Runner"},
}
