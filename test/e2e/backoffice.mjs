// The pages of an organization's desk, for pictures.mjs: its staff at work with
// the sample. tools are the steps of that file.
export async function backOffice(owner, { go, see, shot, press, shows }) {
  const desk = "/org/riverbank";
  const first = async (pattern) => owner.locator("main a").evaluateAll((links, p) => links.map((a) => new URL(a.href).pathname).find((path) => new RegExp(p).test(path)), pattern);

  await see(owner, "org", desk, { main: true });
  await see(owner, "org-settings", `${desk}/settings`);
  await see(owner, "org-team", `${desk}/team`);
  await see(owner, "org-team-badges", `${desk}/team/badges`);
  await see(owner, "org-department-new", `${desk}/departments/new`);

  await see(owner, "org-badges", `${desk}/badges`, { main: true });
  const badge = await first(`^${desk}/badges/(?!new|start|skills|picture)[^/]+$`);
  await see(owner, "org-badge", badge, { main: true });
  await see(owner, "org-badge-start", `${desk}/badges/start`);
  await see(owner, "org-skills", `${desk}/badges/skills`);
  await go(owner, `${desk}/badges/start`);
  await owner.getByLabel("What is the badge called?").fill("Wound Care, Level 2");
  await owner.locator("button.template-tile").first().click();
  await owner.waitForURL(/\/design$/);
  await shot(owner, "org-badge-designer", { main: true });

  await see(owner, "org-certificates", `${desk}/certificates`);
  await see(owner, "org-certificate-designer", `${badge}/certificate`, { main: true });
  await see(owner, "org-issue", `${desk}/issue?choose=badge`);
  await owner.locator(`main a[href^="${desk}/issue/people"]`).first().click();
  await owner.waitForURL(/issue\/people/);
  await shot(owner, "org-issue-people", { main: true });
  await go(owner, `${owner.url()}${owner.url().includes("?") ? "&" : "?"}by=paste`);
  await owner.getByLabel(/^Lines, or cells/).fill("Ada Lovelace <ada@example.org>\nNoor de Vries <noor.devries@example.org>\nJosé Ñandú, jose.example.org");
  await press(owner, "Check these people");
  await shows(owner, /Fix|fix/);
  await shot(owner, "org-issue-check", { main: true });
  await owner.getByLabel(/We have the right/).check();
  await press(owner, /^Go on with/);
  await shows(owner, "This is what they get");
  await shot(owner, "org-issue-letter");
  await owner.getByRole("link", { name: "The letter is fine" }).click();
  await shows(owner, /^Issue /);
  await shot(owner, "org-issue-confirm", { main: true });
  await press(owner, /^Issue \d+ badge/);
  await shows(owner, /issued/);
  await shot(owner, "org-batch");

  await see(owner, "org-claims", `${desk}/claims`);
  await see(owner, "org-claim-new", `${desk}/claims/new`);
  await see(owner, "org-pathways", `${desk}/pathways`);
  await see(owner, "org-pathway-new", `${desk}/pathways/new`);

  await see(owner, "org-issued", `${desk}/issued`, { main: true });
  const issued = await first(`^${desk}/issued/[A-Z0-9]{12}$`);
  await see(owner, "org-issued-badge", issued);
  await see(owner, "org-issued-names", `${desk}/issued/names`);
  await see(owner, "org-issued-reminders", `${desk}/issued/reminders`);
  await see(owner, "org-issued-changes", `${desk}/issued/changes`);
  await see(owner, "org-earners", `${desk}/earners`);
  await see(owner, "org-earner", await first(`^${desk}/earners/`));
  await see(owner, "org-answers", `${desk}/requests/answers`);
  await see(owner, "organizations", "/admin/organizations");
}
