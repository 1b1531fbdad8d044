package openbadge

// Achievement is what was achieved (data model Achievement). Required: ID, Name, Description, Criteria.
type Achievement struct {
	ID                string
	AchievementType   string // one of the standard's list or "ext:…"
	Name              string
	Description       string
	Criteria          Criteria
	Image             Image
	Creator           *Profile // nil: the issuer
	Alignment         []Alignment
	Tag               []string
	CreditsAvailable  float64 // zero: not said
	FieldOfStudy      string
	Specialization    string
	HumanCode         string
	InLanguage        string // BCP 47
	Version           string
	OtherIdentifier   []IdentifierEntry
	Related           []Related
	ResultDescription []ResultDescription
	Endorsements
}

// Criteria says how an achievement is earned (data model Criteria): a page, a text, or both.
type Criteria struct {
	ID        string
	Narrative string // Markdown
}

// Alignment ties an achievement to a framework (data model Alignment). Required: TargetName, TargetURL.
type Alignment struct {
	TargetName        string
	TargetURL         string
	TargetCode        string
	TargetDescription string
	TargetFramework   string
	TargetType        string // "CFItem", "ceasn:Competency", … or "ext:…"
}

// Related is an achievement that should be taken for the same, such as an edition in another language or an earlier
// version (data model Related). Required: ID.
type Related struct {
	ID         string
	InLanguage string // BCP 47
	Version    string
}

// IdentifierEntry is one more name of an achievement or a profile (data model IdentifierEntry). Both are required.
type IdentifierEntry struct {
	Identifier     string
	IdentifierType string // "sourcedId", "isbn", … or "ext:…"
}

// Result is what one earner reached (data model Result).
type Result struct {
	ResultDescription string // ID of a ResultDescription of the achievement
	Value             string // "A", "87", …
	Status            string // "Completed", "Failed", …; required when the description's ResultType is "Status"
	AchievedLevel     string // ID of a RubricCriterionLevel of the description
	Alignment         []Alignment
}

// ResultDescription is one result that can be reached in an achievement (data model ResultDescription). Required: ID,
// Name, ResultType. Lists go from low to high.
type ResultDescription struct {
	ID                   string
	Name                 string
	ResultType           string // "LetterGrade", "Percent", "RubricCriterionLevel", "Status", … or "ext:…"
	AllowedValue         []string
	RequiredValue        string // one of AllowedValue, or between ValueMin and ValueMax
	ValueMin, ValueMax   string
	RubricCriterionLevel []RubricCriterionLevel
	RequiredLevel        string // ID of one of RubricCriterionLevel
	Alignment            []Alignment
}

// RubricCriterionLevel is one step of a rubric (data model RubricCriterionLevel). Required: ID, Name.
type RubricCriterionLevel struct {
	ID          string
	Name        string
	Description string
	Level       string
	Points      string
	Alignment   []Alignment
}
