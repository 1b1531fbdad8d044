// How good a new password is, in words, while it is typed. The server decides,
// and it also knows the passwords that are used most.
const least = 12, good = 18;

export function strengths(root) {
  for (const line of root.querySelectorAll("[data-strength]")) {
    const field = document.getElementById(line.dataset.strength);
    if (!field) continue;
    field.addEventListener("input", () => {
      const [tone, text] = judge(field.value);
      line.hidden = text === "";
      line.textContent = text;
      line.className = `strength small ${tone}`;
    });
  }
}

function judge(password) {
  const letters = [...password];
  if (letters.length === 0) return ["", ""];
  if (letters.length < least) return ["", `${least - letters.length} more ${letters.length === least - 1 ? "character" : "characters"}.`];
  if (letters.length > 128) return ["strength-weak", "Too long: at most 128 characters."];
  if (isPattern(letters)) return ["strength-weak", "Easy to guess: a simple pattern."];
  if (letters.length < good) return ["", "Good enough. Longer is better."];
  return ["strength-good", "Strong."];
}

function isPattern(letters) {
  const text = letters.join("").toLowerCase();
  if (new Set(text).size < 5) return true;
  for (let n = 1; n <= 6; n++) {
    if (text.slice(0, n).repeat(Math.ceil(text.length / n)).slice(0, text.length) === text) return true;
  }
  let steps = 0;
  for (let n = 1; n < text.length; n++) steps += Math.abs(text.charCodeAt(n) - text.charCodeAt(n - 1)) <= 1;
  return steps * 4 >= (text.length - 1) * 3;
}
