/** Text from outside, safe to print: without control characters, escape sequences or marks that turn the text around. */
export function printable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\uFFFD');
}

/** The same in quotes, at most 60 characters of it. */
export function quoted(text: string): string {
  const clean = printable(text);
  return `"${clean.length > 60 ? `${clean.slice(0, 59)}…` : clean}"`;
}
