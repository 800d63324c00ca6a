/** What Slack would answer instead of doing it: the `error` of a Web API answer, with the lines that explain it. */
export class SlackRefusal extends Error {
  constructor(
    readonly code: string,
    readonly messages: string[] = [],
    readonly extra: Record<string, string> = {},
  ) {
    super(code);
    this.name = 'SlackRefusal';
  }
}
