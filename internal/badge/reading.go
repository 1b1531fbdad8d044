package badge

// Reading says how the file of a batch is read. What is empty is guessed.
type Reading struct {
	Encoding  string   `json:"encoding,omitempty"`  // one of the Encodings; of a text
	Separator string   `json:"separator,omitempty"` // what stands between two cells; of a text
	Sheet     string   `json:"sheet,omitempty"`     // of a workbook
	Headings  string   `json:"headings,omitempty"`  // "first": the first row has the headings; "none": it is a person
	Columns   []string `json:"columns,omitempty"`   // the field of each column; "": the column is passed over
}

// The encodings of text, and where the headings are.
const (
	EncodingUTF8    = "utf-8"
	EncodingUTF16LE = "utf-16le"
	EncodingUTF16BE = "utf-16be"
	EncodingWindows = "windows-1252"

	HeadingsFirst = "first"
	HeadingsNone  = "none"
)
