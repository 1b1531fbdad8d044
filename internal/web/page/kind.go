package page

// kinds are the types of achievement of Open Badges 3.0 in plain words.
var kinds = map[string]string{
	"Achievement": mark("Achievement"), "ApprenticeshipCertificate": mark("Apprenticeship certificate"), "Assessment": mark("Assessment passed"),
	"Assignment": mark("Assignment"), "AssociateDegree": mark("Associate degree"), "Award": mark("Award or prize"), "Badge": mark("Badge"), "BachelorDegree": mark("Bachelor's degree"),
	"Certificate": mark("Certificate"), "CertificateOfCompletion": mark("Certificate of completion"), "Certification": mark("Certification"),
	"CommunityService": mark("Community service"), "Competency": mark("Skill or competency"), "Course": mark("Course"), "CoCurricular": mark("Activity beside the curriculum"),
	"Degree": mark("Degree"), "Diploma": mark("Diploma"), "DoctoralDegree": mark("Doctoral degree"), "Fieldwork": mark("Fieldwork"),
	"GeneralEducationDevelopment": mark("General education diploma (GED)"), "JourneymanCertificate": mark("Journeyman's certificate"),
	"LearningProgram": mark("Learning program"), "License": mark("License to practice"), "Membership": mark("Membership"), "ProfessionalDoctorate": mark("Professional doctorate"),
	"QualityAssuranceCredential": mark("Quality assurance"), "MasterCertificate": mark("Master craftsman's certificate"), "MasterDegree": mark("Master's degree"),
	"MicroCredential": mark("Micro-credential"), "ResearchDoctorate": mark("Research doctorate"), "SecondarySchoolDiploma": mark("Secondary school diploma"),
}

// Kind says in plain words what type of achievement something is; empty for
// one that the standard does not know.
func Kind(achievementType string) string { return kinds[achievementType] }

// languages are those that are offered, by their English names; others can be
// kept as their tags.
var languages = []Choice{
	{"ar", "Arabic"},
	{"bg", "Bulgarian"},
	{"ca", "Catalan"},
	{"zh-Hans", "Chinese, simplified"},
	{"zh-Hant", "Chinese, traditional"},
	{"hr", "Croatian"},
	{"cs", "Czech"},
	{"da", "Danish"},
	{"nl", "Dutch"},
	{"en", "English"},
	{"en-GB", "English, United Kingdom"},
	{"en-US", "English, United States"},
	{"et", "Estonian"},
	{"fi", "Finnish"},
	{"fr", "French"},
	{"de", "German"},
	{"el", "Greek"},
	{"he", "Hebrew"},
	{"hi", "Hindi"},
	{"hu", "Hungarian"},
	{"id", "Indonesian"},
	{"ga", "Irish"},
	{"it", "Italian"},
	{"ja", "Japanese"},
	{"ko", "Korean"},
	{"lv", "Latvian"},
	{"lt", "Lithuanian"},
	{"ms", "Malay"},
	{"nb", "Norwegian"},
	{"fa", "Persian"},
	{"pl", "Polish"},
	{"pt", "Portuguese"},
	{"pt-BR", "Portuguese, Brazil"},
	{"ro", "Romanian"},
	{"ru", "Russian"},
	{"sr", "Serbian"},
	{"sk", "Slovak"},
	{"sl", "Slovenian"},
	{"es", "Spanish"},
	{"sw", "Swahili"},
	{"sv", "Swedish"},
	{"th", "Thai"},
	{"tr", "Turkish"},
	{"uk", "Ukrainian"},
	{"ur", "Urdu"},
	{"vi", "Vietnamese"},
	{"cy", "Welsh"},
}

// Language is the English name of a language, or its tag.
func Language(tag string) string {
	for _, l := range languages {
		if l.Value == tag {
			return l.Text
		}
	}
	return tag
}

// languageChoices offers the languages; the present one stays, whichever it is.
func languageChoices(present string) []Choice {
	all := append([]Choice{{"", "Not said"}}, languages...)
	if present != "" && Language(present) == present {
		all = append(all, Choice{present, present})
	}
	return all
}
