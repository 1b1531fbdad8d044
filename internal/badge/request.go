package badge

import "time"

// Request is what an earner asks an organization to put right. Only the
// organization can: names and dates are part of what it signed.
type Request struct {
	ID           RequestID
	OrgID        OrgID
	AccountID    AccountID
	CredentialID CredentialID
	Kind         RequestKind
	Wanted       string // what it should say: a name, or a day as typed; empty for kinds without
	Reason       string
	File         string // hash in the blob store; empty: none
	FileName     string
	State        RequestState
	AssignedTo   AccountID // the member who answers it; empty: nobody in particular
	CreatedAt    time.Time
	ChangedAt    time.Time
}

// RequestKind says what a request is about.
type RequestKind string

// The kinds of request.
const (
	RequestName    RequestKind = "name"
	RequestIssued  RequestKind = "issued-on"
	RequestExpires RequestKind = "expires-on"
	RequestPerson  RequestKind = "person"
	RequestUnlock  RequestKind = "unlock"
	RequestPDF     RequestKind = "pdf"
	RequestOther   RequestKind = "other"
)

// RequestKinds are all of them, in the order in which they are offered.
var RequestKinds = []RequestKind{RequestName, RequestIssued, RequestExpires, RequestPerson, RequestPDF, RequestUnlock, RequestOther}

// WantsValue tells whether a request of this kind says what is right.
func (k RequestKind) WantsValue() bool {
	return k == RequestName || k == RequestIssued || k == RequestExpires
}

// RequestState is where a request stands.
type RequestState string

// A request is open until the organization has done what was asked or has
// declined. An answer that asks back leaves it open.
const (
	RequestOpen     RequestState = "open"
	RequestDone     RequestState = "done"
	RequestDeclined RequestState = "declined"
)

// ByItself stands in the place of a member at requests that needed none.
const ByItself AccountID = "itself"

// Canned is an answer that an organization gives often.
type Canned struct {
	ID         CannedID
	Name, Text string
}

// Validate trims the fields and says what cannot be accepted.
func (c *Canned) Validate() error {
	f := faults{}
	c.Name = text(f, "name", c.Name, 1, 80, "Give the answer a name.")
	c.Text = text(f, "answer", c.Text, 1, MaxRequestText, "Write the answer.")
	return f.err()
}

// SmallSpelling tells whether one name is another with a letter or two put
// right: at most two letters added, left out, replaced or changed in their
// place, and at most one in five. Accents, capitals and blanks count as
// nothing. A first letter of a word that changes, or a word that comes or goes,
// is another name.
func SmallSpelling(from, to string) bool {
	a, b := Words(from), Words(to)
	if len(a) == 0 || len(a) != len(b) {
		return false
	}
	total, letters := 0, 0
	for n := range a {
		x, y := []rune(a[n]), []rune(b[n])
		if x[0] != y[0] {
			return false
		}
		total, letters = total+distance(x, y), letters+len(x)
	}
	return total <= 2 && 5*total <= letters
}

// distance is how many letters have to be added, left out, replaced, or
// swapped with the next, to make one word another.
func distance(a, b []rune) int {
	two, one, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range one {
		one[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(one[j]+1, row[j-1]+1, one[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], two[j-2]+1)
			}
		}
		two, one, row = one, row, two
	}
	return one[len(b)]
}

// RequestNote is one thing said about a request, by its earner or by the
// organization.
type RequestNote struct {
	RequestID RequestID
	Number    int  // from 1
	Staff     bool // said by the organization
	Text      string
	State     RequestState // which it has had since
	At        time.Time
}

// Validate trims the text and says what cannot be accepted. An earner's note
// leaves the request open.
func (n *RequestNote) Validate() error {
	f := faults{}
	n.Text = text(f, "text", n.Text, 1, MaxRequestText, "Write an answer.")
	if n.State != RequestOpen && n.State != RequestDone && n.State != RequestDeclined {
		f.add("state", "Choose how this goes on.")
	}
	return f.err()
}

// Bounds of what can be written, in characters, and of a file, in bytes.
const (
	MaxRequestText = 4000
	MaxRequestFile = 5 << 20
)

// Validate trims the fields and says what cannot be accepted.
func (r *Request) Validate() error {
	f := faults{}
	known := false
	for _, k := range RequestKinds {
		known = known || k == r.Kind
	}
	if !known {
		f.add("kind", "Choose what this is about.")
	}
	r.Reason = text(f, "reason", r.Reason, 1, MaxRequestText, "Say in a sentence or two what is wrong and why.")
	switch r.Kind {
	case RequestName:
		name, err := CheckName("wanted", r.Wanted)
		if err != nil || name == "" {
			f.add("wanted", "Write the name as it should be.")
		}
		r.Wanted = name
	case RequestIssued, RequestExpires:
		day, err := time.Parse(time.DateOnly, r.Wanted)
		if err != nil {
			f.add("wanted", "Give the day that it should be.")
		} else {
			r.Wanted = day.Format(time.DateOnly)
		}
	default:
		r.Wanted = ""
	}
	return f.err()
}

// Support is a message to whoever runs the installation, from anybody.
type Support struct {
	ID        SupportID
	Reference string // what the writer is told: "7KQ2-M9XW"
	Topic     string
	Email     Email
	Name      string
	Code      Code // of the badge it is about; empty: none
	Text      string
	File      string
	FileName  string
	AccountID AccountID // of the writer, when they were logged in
	CreatedAt time.Time
}

// SupportTopics are what a message can be about, in the order in which they
// are offered.
var SupportTopics = []string{"I cannot log in", "My name or a date is wrong", "Sharing a badge", "A file or a picture", "Privacy and my data", "A badge that looks false", "Something else"}

// Validate trims the fields and says what cannot be accepted.
func (s *Support) Validate() error {
	f := faults{}
	known := false
	for _, topic := range SupportTopics {
		known = known || topic == s.Topic
	}
	if !known {
		f.add("topic", "Choose what this is about.")
	}
	email, err := ParseEmail(string(s.Email))
	if err != nil {
		f.add("email", err.Error())
	}
	s.Email = email
	s.Name = text(f, "name", s.Name, 0, 200, "")
	s.Text = text(f, "text", s.Text, 1, MaxRequestText, "Say what happened and what you expected.")
	return f.err()
}
