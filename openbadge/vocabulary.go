package openbadge

// AchievementTypes are the standard's words for what kind of thing was achieved (enumeration AchievementType); own
// ones begin with "ext:".
var AchievementTypes = []string{
	"Achievement", "ApprenticeshipCertificate", "Assessment", "Assignment", "AssociateDegree", "Award", "Badge",
	"BachelorDegree", "Certificate", "CertificateOfCompletion", "Certification", "CommunityService", "Competency",
	"Course", "CoCurricular", "Degree", "Diploma", "DoctoralDegree", "Fieldwork", "GeneralEducationDevelopment",
	"JourneymanCertificate", "LearningProgram", "License", "Membership", "ProfessionalDoctorate",
	"QualityAssuranceCredential", "MasterCertificate", "MasterDegree", "MicroCredential", "ResearchDoctorate",
	"SecondarySchoolDiploma",
}

var (
	identifierTypes = []string{
		"name", "sourcedId", "systemId", "productId", "userName", "accountId", "emailAddress", "nationalIdentityNumber",
		"isbn", "issn", "lisSourcedId", "oneRosterSourcedId", "sisSourcedId", "ltiContextId", "ltiDeploymentId",
		"ltiToolId", "ltiPlatformId", "ltiUserId", "identifier",
	}
	targetTypes = []string{
		"ceasn:Competency", "ceterms:Credential", "CFItem", "CFRubric", "CFRubricCriterion", "CFRubricCriterionLevel", "CTDL",
	}
	resultTypes = []string{
		"GradePointAverage", "LetterGrade", "Percent", "PerformanceLevel", "PredictedScore", "RawScore", "Result",
		"RubricCriterion", "RubricCriterionLevel", "RubricScore", "ScaledScore", "Status",
	}
	resultStatuses = []string{"Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew"}
	// extensionTypes are the types that only the extensions context defines.
	extensionTypes = []string{schemaValidatorType, revocationListType, credentialRefreshType}
)

const (
	schemaValidatorType   = "1EdTechJsonSchemaValidator2019"
	revocationListType    = "1EdTechRevocationList"
	credentialRefreshType = "1EdTechCredentialRefresh"
)
