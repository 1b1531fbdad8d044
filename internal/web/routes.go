package web

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/web/static"
)

// routes is every address of the house. Who may come there stands in the table
// of access_table.go, which every one of them needs a row in.
func (s *server) routes() http.Handler {
	r := chi.NewRouter()
	r.Use(s.guard, s.recovered, s.knownHost, s.crossOrigin(), headAsGet)
	r.NotFound(s.spoken(s.sessions.LoadAndSave(s.seen(s.nothing))).ServeHTTP)
	r.MethodNotAllowed(func(w http.ResponseWriter, r *http.Request) {
		s.problem(w, r, problem{status: http.StatusMethodNotAllowed, heading: "That cannot be done at this address", text: "Nothing was changed. Go back to the page you came from and use its buttons."})
	})
	r.Get(static.Prefix+"*", static.Handler().ServeHTTP)
	r.Get("/healthz", s.plain(s.healthy))
	r.Get("/readyz", s.plain(s.ready))
	r.Get("/robots.txt", s.plain(s.robots))
	r.Get("/favicon.ico", s.plain(s.favicon))
	r.Group(s.documents)
	r.With(s.spoken, s.visible).Get("/b/{code}/embed", s.plain(s.badgeEmbed))
	r.Group(func(r chi.Router) {
		r.Use(s.spoken, s.sessions.LoadAndSave)
		s.strangers(r)
		s.claimPages(r)
		s.accounts(r)
		s.earnerPages(r)
		s.collectionPages(r)
		s.importPages(r)
		r.Route("/security", s.securityPages)
		r.Route("/org/{org}", s.deskPages)
		r.Get("/admin/organizations", s.signedIn(s.organizations))
		r.With(s.sized(formBytes, tooLargeForm)).Post("/admin/organizations", s.signedIn(s.organizationCreate))
		r.With(s.sized(formBytes, tooLargeForm)).Post("/admin/organizations/{org}/suspend", s.signedIn(s.organizationSuspend))
		r.With(s.sized(formBytes, tooLargeForm)).Post("/admin/organizations/{org}/resume", s.signedIn(s.organizationResume))
		r.Get("/admin/letters", s.signedIn(s.letters))
		r.Get("/admin/letters/kept", s.signedIn(s.keptLetters))
		r.With(s.sized(formBytes, tooLargeForm)).Post("/admin/letters/kept", s.signedIn(s.sendKeptLetters))
		r.Get("/admin/letters/{letter}", s.signedIn(s.letter))
		r.Get("/admin/letters/{letter}/html", s.signedIn(s.letterHTML))
		r.Get("/admin/activity", s.signedIn(s.activityOfAll))
		r.Get("/admin/activity.csv", s.signedIn(s.activityOfAllCSV))
		r.Get("/admin/support", s.signedIn(s.supportList))
		r.Get("/admin/support/{message}", s.signedIn(s.supportFile))
	})
	everyRouteHasARow(r)
	return r
}

// headAsGet lets what answers GET answer HEAD; net/http leaves the body out.
func headAsGet(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			chi.RouteContext(r.Context()).RouteMethod = http.MethodGet
		}
		next.ServeHTTP(w, r)
	})
}

// nothing answers for what is not there, as every page does that is not there
// for its reader.
func (s *server) nothing(http.ResponseWriter, *http.Request, account.Visitor) error {
	return badge.ErrNotFound
}

// documents are for programs, from anywhere. They know no sessions.
func (s *server) documents(r chi.Router) {
	r.Use(open)
	r.Group(s.renditions)
	r.Get("/b/{code}.png", s.ifVisible(func(w http.ResponseWriter, r *http.Request, sharing badge.Sharing) {
		canonical(s.plain(func(w http.ResponseWriter, r *http.Request) error { return s.badgePNG(w, r, sharing) }))(w, r)
	}))
	r.Get("/oembed", s.plain(s.oEmbed))
	r.Get("/o/{org}/did.json", s.plain(s.organizationDID))
	r.Get("/o/{org}/status/{number}", s.plain(s.organizationStatus))
	r.Get("/o/{org}/suspensions/{number}", s.plain(s.organizationStatus))
	r.Get("/o/{org}/revocations/{number}", s.plain(s.organizationRevocations))
	r.Get("/o/{org}/keys/{number}", s.plain(s.organizationKey))
	r.Get("/o/{org}/profile.json", s.plain(s.organizationProfile))
	r.Get("/a/{revision}.json", s.plain(s.achievementDocument))
	r.Get("/media/{hash}.png", s.plain(s.media))
	r.Get("/accent/{color}.css", s.plain(s.accentSheet))
	for _, twin := range []string{"/ob2/a/{revision}", "/ob2/o/{org}"} {
		r.With(vary).Get(twin, s.plain(s.hosted))
		r.Get(twin+".json", s.plain(s.hostedJSON))
	}
}

// renditions are a badge in every shape but its page: all of them behind one
// door.
func (s *server) renditions(r chi.Router) {
	r.Use(s.visible)
	r.Get("/b/{code}.json", canonical(s.plain(s.badgeDocument)))
	r.Get("/b/{code}.svg", canonical(s.plain(s.badgeSVG)))
	r.Get("/b/{code}.pdf", canonical(s.plain(s.badgePDF)))
	r.Get("/b/{code}.jwt", canonical(s.plain(s.badgeToken)))
	r.Get("/b/{code}.jws", canonical(s.plain(s.badgeToken))) // as Open Badges 3.0 calls the same file
	r.With(vary).Get("/ob2/b/{code}", s.plain(s.hosted))
	r.Get("/ob2/b/{code}.json", s.plain(s.hostedJSON))
	r.Get("/b/{code}.jpg", canonical(s.plain(s.badgeJPEG)))
	r.Get("/b/{code}/{shape:card|story|signature}.png", s.plain(s.badgeShape))
	r.Get("/b/{code}/qr.{kind:svg|png}", s.plain(s.badgeQR))
}

// strangers are the pages that need no account. Three of them are documents
// too, for those who ask for data.
func (s *server) strangers(r chi.Router) {
	r.Get("/", s.seen(s.home))
	r.With(vary, s.visible).Get("/b/{code}", canonical(either(s.plain(s.badgeDocument), s.seen(s.badgePage))))
	r.With(vary).Get("/o/{org}", either(s.plain(s.organizationProfile), s.seen(s.organization)))
	r.With(vary).Get("/a/{revision}", either(s.plain(s.achievementDocument), s.seen(s.achievement)))
	r.With(s.sized(formBytes, tooLargeForm)).Post("/language", s.seen(s.language))
	r.Get("/guides", s.seen(s.guides))
	r.Get("/guides/{guide}", s.seen(s.guide))
	r.Get("/sharing", s.seen(s.sharing))
	r.Get("/faq", s.seen(s.faq))
	r.Get("/support", s.seen(s.supportForm))
	r.With(s.limited(), s.sized(attachmentBytes, tooLargeAttachment)).Post("/support", s.seen(s.support))
	r.With(s.visible).Get("/b/{code}/linkedin", s.signedIn(s.badgeLinkedIn))
	apple, google := s.Press.Wallets()
	r.With(s.having(apple), s.visible).Get("/b/{code}.pkpass", s.signedIn(s.walletPass))
	r.With(s.having(google), s.visible).Get("/b/{code}/google-wallet", s.signedIn(s.walletLink))
	r.Get("/c/{slug}", s.seen(s.publicCollection))
	r.Get("/p/{slug}", s.seen(s.showcase))
	r.Get("/p/{slug}/photo", s.plain(s.showcasePhoto))
	r.Get("/verify", s.seen(s.verifyForm))
	r.With(s.limited(), s.sized(verifyBytes, tooLargeVerify)).Post("/verify", s.seen(s.verify))
}

// claimPages are for people who come for a badge, most of whom have no account.
func (s *server) claimPages(r chi.Router) {
	form := s.sized(formBytes, tooLargeForm)
	r.Get("/claim", s.seen(s.claimDoor))
	r.Get("/claim/{word}", s.seen(s.claimForm))
	r.With(s.limited(), form).Post("/claim/{word}", s.seen(s.claimAsk))
	r.With(secret).Get("/claim/confirm/{token}", s.seen(s.claimProofForm))
	r.With(secret, s.limited(), form).Post("/claim/confirm/{token}", s.seen(s.claimProof))
	r.Get("/apply/{offer}", s.seen(s.applyForm))
	r.With(s.limited(), s.sized(attachmentBytes, tooLargeAttachment)).Post("/apply/{offer}", s.seen(s.apply))
}

// accounts are the doors: log in, choose a password, set up.
func (s *server) accounts(r chi.Router) {
	form := s.sized(formBytes, tooLargeForm)
	r.Get("/login", s.seen(s.loginForm))
	r.With(s.limited(), form).Post("/login", s.seen(s.login))
	r.Get("/login/code", s.seen(s.codeForm))
	r.With(s.limited(), form).Post("/login/code", s.seen(s.code))
	r.With(s.limited(), form).Post("/login/passkey/begin", s.seen(s.passkeyLoginBegin))
	r.With(s.limited(), form).Post("/login/passkey", s.seen(s.passkeyLogin))
	r.With(form).Post("/logout", s.seen(s.logout))
	r.Get("/password/new", s.seen(s.passwordRequestForm))
	r.With(s.limited(), form).Post("/password/new", s.seen(s.passwordRequest))
	r.Get("/password/change", s.signedIn(s.passwordChangeForm))
	r.With(form).Post("/password/change", s.signedIn(s.passwordChange))
	r.With(secret).Get("/password/{token}", s.seen(s.passwordByLinkForm))
	r.With(secret, s.limited(), form).Post("/password/{token}", s.seen(s.passwordByLink))
	r.With(secret).Get("/join/{token}", s.seen(s.joinForm))
	r.With(secret, s.limited(), form).Post("/join/{token}", s.seen(s.join))
	r.With(secret).Get("/setup/{token}", s.seen(s.setupForm))
	r.With(secret, form).Post("/setup/{token}", s.seen(s.setup))
}

// earnerPages are somebody's own.
func (s *server) earnerPages(r chi.Router) {
	form := s.sized(formBytes, tooLargeForm)
	r.Get("/portfolio", s.withPortfolio(s.portfolio))
	r.Get("/pathways", s.withPortfolio(s.pathways))
	r.Get("/portfolio/page", s.withPortfolio(s.showcaseForm))
	r.With(form).Post("/portfolio/page", s.withPortfolio(s.showcaseSave))
	r.Get("/portfolio/{code}/before/{number}.json", s.signedIn(s.earnedBefore))
	r.Get("/portfolio/{code}", s.signedIn(s.portfolioBadge))
	r.Get("/portfolio/{code}/embed", s.signedIn(s.embedBuilder))
	r.With(form).Post("/portfolio/{code}/visibility", s.signedIn(s.setVisibility))
	r.With(form).Post("/portfolio/{code}/send", s.signedIn(s.sendBadge))
	r.With(form).Post("/portfolio/{code}/shared", s.signedIn(s.sharedBadge))
	r.Get("/requests", s.signedIn(s.requests))
	r.Get("/requests/new", s.signedIn(s.requestForm))
	r.With(s.sized(attachmentBytes, tooLargeAttachment)).Post("/requests/new", s.signedIn(s.requestSend))
	r.Get("/requests/{request}", s.signedIn(s.request))
	r.With(s.sized(formBytes, tooLargeForm)).Post("/requests/{request}", s.signedIn(s.requestReply))
	r.Get("/requests/{request}/file", s.signedIn(s.requestFile))
	s.profilePages(r)
}

// profilePages are what somebody says of themselves, and their addresses. The
// links of letters open for whoever has them, but for the one that proves an
// address.
func (s *server) profilePages(r chi.Router) {
	form := s.sized(formBytes, tooLargeForm)
	r.Get("/profile", s.signedIn(s.profile))
	r.With(form).Post("/profile", s.signedIn(s.profileSave))
	r.Get("/profile/photo", s.signedIn(s.profilePhoto))
	r.With(s.sized(imageBytes, tooLargeImage)).Post("/profile/photo", s.signedIn(s.profilePhotoSave))
	r.With(form).Post("/profile/photo/remove", s.signedIn(s.profilePhotoRemove))
	r.With(form).Post("/profile/notifications", s.signedIn(s.profileNotifications))
	r.With(form).Post("/profile/zone", s.signedIn(s.profileZone))
	r.With(s.limited(), form).Post("/profile/addresses", s.signedIn(s.addressAdd))
	r.With(s.limited(), form).Post("/profile/addresses/remove", s.signedIn(s.addressRemove))
	r.With(form).Post("/profile/addresses/ends", s.signedIn(s.addressEnds))
	r.With(form).Post("/profile/addresses/cancel", s.signedIn(s.addressCancel))
	r.With(secret).Get("/profile/addresses/confirm/{token}", s.seen(s.addressConfirmForm))
	r.With(secret, s.limited(), form).Post("/profile/addresses/confirm/{token}", s.seen(s.addressConfirm))
	r.With(secret).Get("/profile/undo/{token}", s.seen(s.addressUndoForm))
	r.With(secret, s.limited(), form).Post("/profile/undo/{token}", s.seen(s.addressUndo))
	r.With(secret).Get("/profile/reminders/{token}", s.seen(s.remindersForm))
	r.With(secret, s.limited(), form).Post("/profile/reminders/{token}", s.seen(s.remindersStop))
}

// collectionPages are what somebody has put together of what they earned.
func (s *server) collectionPages(r chi.Router) {
	form := s.sized(formBytes, tooLargeForm)
	r.Get("/collections", s.withPortfolio(s.collections))
	r.With(form).Post("/collections", s.withPortfolio(s.collectionNew))
	r.Get("/collections/{collection}", s.signedIn(s.collection))
	r.With(form).Post("/collections/{collection}", s.signedIn(s.collectionSave))
	r.With(form).Post("/collections/{collection}/add", s.signedIn(s.collectionAdd))
	r.With(form).Post("/collections/{collection}/remove", s.signedIn(s.collectionRemove))
	r.With(form).Post("/collections/{collection}/move", s.signedIn(s.collectionMove))
	r.With(form).Post("/collections/{collection}/order", s.signedIn(s.collectionOrder))
	r.With(form).Post("/collections/{collection}/delete", s.signedIn(s.collectionDelete))
}

// importPages are for badges that come from elsewhere and go there, and for
// leaving altogether.
func (s *server) importPages(r chi.Router) {
	r.Get("/imports", s.withPortfolio(s.imports))
	r.With(s.limited(), s.sized(verifyBytes, tooLargeVerify)).Post("/imports", s.withPortfolio(s.importNew))
	r.Get("/imports/{import}/file", s.signedIn(s.importFile))
	r.Get("/imports/{import}/picture.png", s.signedIn(s.importPicture))
	r.With(s.sized(formBytes, tooLargeForm)).Post("/imports/{import}/remove", s.signedIn(s.importRemove))
	r.Get("/export", s.signedIn(s.exports))
	r.With(s.limited(), s.sized(formBytes, tooLargeForm)).Post("/export", s.signedIn(s.exportNew))
	r.Get("/export/{export}.zip", s.signedIn(s.exportFile))
	r.Get("/erase", s.signedIn(s.eraseForm))
	r.With(s.limited(), s.sized(formBytes, tooLargeForm)).Post("/erase", s.signedIn(s.erase))
	r.With(s.sized(formBytes, tooLargeForm)).Post("/erase/keep", s.signedIn(s.eraseKeep))
	r.With(secret).Get("/erase/keep/{token}", s.seen(s.keepForm))
	r.With(secret, s.limited(), s.sized(formBytes, tooLargeForm)).Post("/erase/keep/{token}", s.seen(s.keep))
}

// securityPages are about somebody's own account.
func (s *server) securityPages(r chi.Router) {
	form := s.sized(formBytes, tooLargeForm)
	r.Get("/", s.signedIn(s.securityPage))
	r.With(form).Post("/password", s.signedIn(s.securityPassword))
	r.With(form).Post("/passkeys/begin", s.signedIn(s.passkeyBegin))
	r.With(form).Post("/passkeys", s.signedIn(s.passkeyAdd))
	r.With(form).Post("/passkeys/{passkey}/remove", s.signedIn(s.passkeyRemove))
	r.With(form).Post("/authenticator", s.signedIn(s.authenticatorBegin))
	r.Get("/authenticator", s.signedIn(s.authenticatorForm))
	r.With(form).Post("/authenticator/confirm", s.signedIn(s.authenticatorConfirm))
	r.With(form).Post("/authenticator/remove", s.signedIn(s.authenticatorRemove))
	r.With(form).Post("/recovery-codes", s.signedIn(s.recoveryCodes))
	r.With(form).Post("/visits/end", s.signedIn(s.visitsEnd))
	r.With(form).Post("/visits/{visit}/end", s.signedIn(s.visitEnd))
	r.With(form).Post("/browsers/{browser}/forget", s.signedIn(s.deviceForget))
}

// issuePages are the five steps of issuing, and what came of it.
func (s *server) issuePages(r chi.Router) {
	form := s.sized(formBytes, tooLargeForm)
	r.Get("/issue", s.desk(s.issueBadges))
	r.Get("/issue/people", s.desk(s.issuePeopleForm))
	r.With(s.sized(uploadBytes, tooLargeUpload)).Post("/issue/people", s.desk(s.issuePeople))
	r.Get("/issue/template.csv", s.desk(s.issueTemplate))
	r.Get("/batches/{batch}", s.desk(s.batch))
	r.Get("/batches/{batch}/people", s.desk(s.issueColumns))
	r.With(form).Post("/batches/{batch}/people", s.desk(s.issueRead))
	r.Get("/batches/{batch}/check", s.desk(s.issueCheck))
	r.With(form).Post("/batches/{batch}/check", s.desk(s.recheck))
	r.With(form).Post("/batches/{batch}/rows/{row}", s.desk(s.issueEdit))
	r.With(form).Post("/batches/{batch}/rights", s.desk(s.issueRights))
	r.Get("/batches/{batch}/letter", s.desk(s.issueLetter))
	r.With(form).Post("/batches/{batch}/letter/test", s.desk(s.issueTest))
	r.Get("/batches/{batch}/annotated.csv", s.desk(s.batchAnnotated))
	r.Get("/batches/{batch}/confirm", s.desk(s.issueConfirmForm))
	r.With(form).Post("/batches/{batch}/confirm", s.desk(s.issueConfirm))
	r.With(form).Post("/batches/{batch}/undo", s.desk(s.batchUndo))
	r.With(form).Post("/batches/{batch}/call-off", s.desk(s.batchCallOff))
	r.Get("/batches/{batch}/result.csv", s.desk(s.batchResult))
	r.With(form).Post("/batches/{batch}/print", s.desk(s.batchPrint))
	r.Get("/batches/{batch}/prints/{print}", s.desk(s.printFile))
}

// deskPages are an organization's, for its staff.
func (s *server) deskPages(r chi.Router) {
	form, image := s.sized(formBytes, tooLargeForm), s.sized(imageBytes, tooLargeImage)
	r.Get("/", s.desk(s.dashboard))
	s.badgePages(r)
	s.issuePages(r)
	r.Route("/claims", s.offerPages)
	r.Get("/pathways", s.desk(s.deskPathways))
	r.Get("/pathways/new", s.desk(s.pathwayNew))
	r.Get("/pathways/{badge}", s.desk(s.pathwayForm))
	r.With(form).Post("/pathways/{badge}", s.desk(s.pathwaySave))
	r.With(form).Post("/pathways/{badge}/end", s.desk(s.pathwayEnd))
	r.Route("/issued", s.issuedPages)
	r.Get("/earners", s.desk(s.earners))
	r.Get("/earners/{earner}", s.desk(s.earner))
	r.With(form).Post("/earners/unlock", s.desk(s.unlockMany))
	r.With(form).Post("/earners/{earner}/unlock", s.desk(s.unlock))
	r.With(form).Post("/earners/{earner}/password", s.desk(s.earnerPassword))
	r.Get("/requests", s.desk(s.inbox))
	r.Get("/requests/answers", s.desk(s.answers))
	r.With(form).Post("/requests/answers", s.desk(s.answerAdd))
	r.With(form).Post("/requests/answers/rule", s.desk(s.answerRule))
	r.With(form).Post("/requests/answers/{answer}/remove", s.desk(s.answerRemove))
	r.Get("/requests/{request}", s.desk(s.deskRequest))
	r.With(form).Post("/requests/{request}/assign", s.desk(s.requestAssign))
	r.With(form).Post("/requests/{request}/unlock", s.desk(s.requestUnlock))
	r.With(form).Post("/requests/{request}/print", s.desk(s.requestPrint))
	r.With(form).Post("/requests/{request}", s.desk(s.requestAnswer))
	r.With(form).Post("/requests/{request}/correct", s.desk(s.requestCorrect))
	r.Get("/requests/{request}/file", s.desk(s.deskRequestFile))
	r.Get("/requests/messages/{message}", s.desk(s.deskMessageFile))
	r.Get("/insights", s.desk(s.insights))
	r.Get("/insights.csv", s.desk(s.insightsCSV))
	r.Get("/activity", s.desk(s.activity))
	r.Get("/activity.csv", s.desk(s.activityCSV))
	r.Get("/settings", s.desk(s.settingsForm))
	r.With(image).Post("/settings", s.desk(s.settingsSave))
	r.With(form).Post("/settings/terms", s.desk(s.termsConfirm))
	r.Get("/settings/letters", s.desk(s.settingsLetters))
	r.Get("/settings/letters/{kind}/{language}", s.desk(s.settingsLetter))
	r.With(form).Post("/settings/letters/{kind}/{language}", s.desk(s.settingsLetterSave))
	r.Get("/settings/letters/{kind}/{language}/html", s.desk(s.settingsLetterHTML))
	s.teamPages(r)
}

// teamPages are about who works for an organization.
func (s *server) teamPages(r chi.Router) {
	form := s.sized(formBytes, tooLargeForm)
	r.Get("/team", s.desk(s.team))
	r.With(form).Post("/team/invitations", s.desk(s.teamInvite))
	r.With(form).Post("/team/invitations/{invitation}/withdraw", s.desk(s.teamWithdraw))
	r.With(form).Post("/team/members/{member}/role", s.desk(s.teamRole))
	r.With(form).Post("/team/members/{member}/remove", s.desk(s.teamRemove))
	r.Get("/team/badges", s.desk(s.teamBadgeChoose))
	r.Get("/team/badges/{badge}", s.desk(s.teamBadgeForm))
	r.With(form).Post("/team/badges/{badge}", s.desk(s.teamBadgeSave))
	r.Get("/departments/new", s.desk(s.departmentForm))
	r.With(s.sized(imageBytes, tooLargeImage)).Post("/departments/new", s.desk(s.departmentCreate))
}

// badgePages are where badges are designed and written.
func (s *server) badgePages(r chi.Router) {
	form, image := s.sized(formBytes, tooLargeForm), s.sized(imageBytes, tooLargeImage)
	r.Get("/badges", s.desk(s.badges))
	r.Get("/badges/start", s.desk(s.badgeStartForm))
	r.With(form).Post("/badges/start", s.desk(s.badgeStart))
	r.With(form).Post("/badges/start/copy", s.desk(s.badgeCopy))
	r.With(form).Post("/badges/received", s.desk(s.badgeReceive))
	r.Get("/badges/skills", s.desk(s.skillFrameworks))
	r.With(s.sized(skillBytes, tooLargeSkills)).Post("/badges/skills", s.desk(s.skillFrameworkAdd))
	r.With(form).Post("/badges/skills/{framework}/remove", s.desk(s.skillFrameworkRemove))
	r.Get("/badges/picture", s.desk(s.designPicture))
	r.Get("/badges/new", s.desk(s.badgeNewForm))
	r.With(image).Post("/badges/new", s.desk(s.badgeNew))
	r.Get("/badges/{badge}", s.desk(s.badgeEditForm))
	r.With(image).Post("/badges/{badge}", s.desk(s.badgeEdit))
	r.Get("/badges/{badge}/design", s.desk(s.badgeDesignForm))
	r.With(form).Post("/badges/{badge}/design", s.desk(s.badgeDesign))
	pictures := s.sized(certificateBytes, tooLargeCertificate)
	r.Get("/certificates", s.desk(s.certificates))
	r.Get("/badges/{badge}/certificate", s.desk(s.certificateForm))
	r.With(pictures).Post("/badges/{badge}/certificate", s.desk(s.certificateSave))
	r.Get("/badges/{badge}/certificate/template", s.desk(s.certificateTemplate))
	r.With(form).Post("/badges/{badge}/certificate/preview", s.desk(s.certificatePreview))
	r.With(form).Post("/badges/{badge}/certificate/switch", s.desk(s.certificateSwitch))
	r.Get("/badges/{badge}/update", s.desk(s.badgeUpdateForm))
	r.With(form).Post("/badges/{badge}/update", s.desk(s.badgeUpdate))
	r.With(form).Post("/badges/{badge}/copy", s.desk(s.badgeCopy))
	r.With(form).Post("/badges/{badge}/share", s.desk(s.badgeShare))
	r.With(form).Post("/badges/{badge}/archive", s.desk(s.badgeArchive))
	r.With(form).Post("/badges/{badge}/restore", s.desk(s.badgeRestore))
}

// offerPages are where an organization gives badges out other than by a file.
func (s *server) offerPages(r chi.Router) {
	form := s.sized(formBytes, tooLargeForm)
	r.Get("/", s.desk(s.offers))
	r.Get("/new", s.desk(s.offerForm))
	r.With(s.sized(imageBytes, tooLargeForm)).Post("/new", s.desk(s.offerNew))
	r.Get("/{offer}", s.desk(s.offer))
	r.Get("/{offer}/poster", s.desk(s.offerPoster))
	r.Get("/{offer}/slips", s.desk(s.offerSlips))
	r.With(form).Post("/{offer}/end", s.desk(s.offerEnd))
	r.With(form).Post("/{offer}/decide", s.desk(s.offerDecide))
	r.Get("/{offer}/asked/{claim}", s.desk(s.offerAsked))
	r.Get("/{offer}/asked/{claim}/file", s.desk(s.offerAskedFile))
}

// issuedPages are what an organization issued, and what is done to it.
func (s *server) issuedPages(r chi.Router) {
	form := s.sized(formBytes, tooLargeForm)
	r.Get("/", s.desk(s.issued))
	r.Get("/export.csv", s.desk(s.issuedCSV))
	r.Get("/export.json", s.desk(s.issuedJSON))
	r.With(form).Post("/choose", s.desk(s.bulkChoose))
	r.With(form).Post("/views", s.desk(s.viewSave))
	r.With(form).Post("/views/{view}/remove", s.desk(s.viewRemove))
	r.Get("/names", s.desk(s.namesForm))
	r.With(s.sized(imageBytes, tooLargeNames)).Post("/names", s.desk(s.names))
	r.Get("/reminders", s.desk(s.expiryForm))
	r.With(form).Post("/reminders", s.desk(s.expirySave))
	r.Get("/changes", s.desk(s.changes))
	r.Get("/changes/{change}", s.desk(s.bulk))
	r.With(form).Post("/changes/{change}", s.desk(s.bulkStart))
	r.With(form).Post("/changes/{change}/undo", s.desk(s.bulkUndo))
	r.Get("/{code}", s.desk(s.issuedBadge))
	r.With(form).Post("/{code}/revoke", s.desk(s.revoke))
	r.With(form).Post("/{code}/suspend", s.desk(s.hold))
	r.With(form).Post("/{code}/reinstate", s.desk(s.reinstate))
	r.With(form).Post("/{code}/resend", s.desk(s.resend))
	r.With(form).Post("/{code}/correct", s.desk(s.correct))
	r.Get("/{code}/before/{number}.json", s.desk(s.issuedBefore))
}
