/** How owner tags, e-mail addresses and teams are compared, and stored. */
export const folded = (text: string) => text.trim().toLowerCase();
