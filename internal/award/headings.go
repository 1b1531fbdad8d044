package award

// headings are the words that name a field, in English, German, French,
// Spanish, Portuguese, Italian and Dutch, in the form of titleKey.
var headings = map[Field]string{
	fieldAnyName: "name nom nombre nome naam",
	FieldName: `fullname earner earnername recipient recipientname studentname learnername participant participantname personname holdername
		attendee attendeename candidatename membername vollstandigername vorundnachname vornamenachname vornameundnachname teilnehmer
		teilnehmername nomcomplet nometprenom prenometnom nomprenom prenomnom participante nombrecompleto nombreyapellido
		nombreyapellidos nomecompleto nomeesobrenome nomecognome nomeecognome cognomenome cognomeenome volledigenaam deelnemer`,
	FieldFirstName: "firstname givenname givennames forename forenames vorname vornamen rufname prenom prenoms nombres primernombre primeironome primonome voornaam",
	FieldLastName: `lastname surname familyname nachname familienname zuname nomdefamille apellido apellidos primerapellido sobrenome apelido
		apelidos ultimonome cognome achternaam familienaam`,
	FieldEmail: `email mail emailaddress mailaddress emailadresse mailadresse emailadres mailadres adressemail adresseemail adresseelectronique
		courriel couriel correo correoelectronico direcciondecorreo direcciondecorreoelectronico direccionemail enderecodeemail enderecoeletronico
		correioeletronico indirizzoemail indirizzomail indirizzodiposta indirizzodipostaelettronica postaelettronica earneremail recipientemail
		studentemail participantemail learneremail attendeeemail useremail`,
	FieldIssuedOn: `issuedate issued issuedon issuedat dateissued dateofissue issueddate dateawarded awardedon awarddate awardedat
		ausgestelltam ausstellungsdatum ausgestellt verliehenam verleihungsdatum vergebenam datedemission dateemission emisle delivrele
		datededelivrance datedattribution fechadeemision fechaemision emitidoel fechadeexpedicion expedidoel datadeemissao dataemissao
		emitidoem datadiemissione dataemissione emessoil datadirilascio datarilascio rilasciatoil uitgiftedatum datumuitgifte
		uitgegevenop uitgereiktop datumvanuitgifte afgiftedatum`,
	FieldExpiresOn: `expiry expires expireson expiryon expiresat expirydate expirationdate expiration expiredate dateofexpiry validuntil validto validthru
		validthrough gultigbis ablaufdatum lauftabam ablauf verfallsdatum datedexpiration dateexpiration expirele expiration valablejusquau
		valablejusqua finvalidite datedefindevalidite fechadevencimiento fechavencimiento vencimiento fechadecaducidad fechacaducidad
		caducidad expirael venceel validohasta fechadeexpiracion datadeexpiracao dataexpiracao datadevalidade validade validoate
		expiraem datadevencimento datadiscadenza datascadenza scadenza scadeil validofinoal vervaldatum verlooptop geldigtot einddatum`,
	FieldEvidenceText: `evidencetext evidencedescription evidencenarrative evidencenote prooftext nachweistext nachweisbeschreibung belegtext
		textedelapreuve descriptiondelapreuve textodelaevidencia descripciondelaevidencia textodaevidencia testodellaprova bewijstekst`,
	FieldLanguage: "language lang locale preferredlanguage sprache langue idioma lingua taal",
	FieldBadge:    `badge badgename badgetitle badgeid achievement achievementname abzeichen insignia distintivo`,
	FieldNarrative: `narrative description comment comments note notes remark remarks achievementnote bemerkung
		bemerkungen kommentar beschreibung anmerkung begrundung narratif commentaire commentaires remarque remarques narrativa
		comentario comentarios descripcion observaciones descricao observacoes commento commenti note descrizione osservazioni
		toelichting opmerking opmerkingen beschrijving`,
	FieldEvidence: `evidence evidenceurl evidencelink evidenceaddress evidenceuri proof proofurl prooflink nachweis nachweisurl nachweislink beleg
		belegurl beleglink preuve preuves urldelapreuve liendelapreuve lienpreuve evidencia evidencias urldelaevidencia enlacedeevidencia
		enlaceevidencia prueba comprovante evidenciaurl linkdaevidencia prova prove linkprova evidenza bewijs bewijsurl bewijslink`,
	FieldExternalNumber: `externalid externalnumber externalno externalref externalreference certificatenumber certificateno certificatenr certificateid
		certno certnumber certid certificationnumber certificationid credentialnumber credentialid credentialno licensenumber licenseno
		licencenumber licenceno zertifikatsnummer zertifikatnummer zertifikatsnr zertifikatnr zertifikatsid urkundennummer urkundennr
		externenummer numerodecertificat numerocertificat nodecertificat numeroducertificat ndecertificat numerodecertificado numerocertificado
		ncertificado idexterno identificadorexterno numeroexterno numerodocertificado numerodicertificato numerocertificato
		numerodelcertificato idesterno certificaatnummer certificaatnr`,
}

// looseHeadings are taken for a field that no column names more clearly.
var looseHeadings = map[Field]string{
	FieldIssuedOn: `date datum fecha data completed completedon completiondate datecompleted abgeschlossenam abschlussdatum bestandenam
		dateobtained obtained obtenule fechadefinalizacion datadeconclusao datadicompletamento`,
	FieldExternalNumber: "reference referencenumber referenceno ref number referenz referenznummer numero nummer",
	FieldEvidence:       "url link website lien enlace",
}
