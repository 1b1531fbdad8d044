// What a wallet takes for an Open Badges credential: the data model of LearnCard.
// It is looser than the JSON Schemas of the standard, which no package has.
import { UnsignedAchievementCredentialValidator } from "@learncard/types";

async function check({ document }) {
  const { success, error } = UnsignedAchievementCredentialValidator.safeParse(document);
  return { verified: success, error: (error?.issues ?? []).map((issue) => `${issue.path.join("/")}: ${issue.message}`).join("; ") };
}

export const kinds = { "shape.check": check };
