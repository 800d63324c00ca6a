/** The emoji this bot and its users are likely to write, by Slack's short name. Unknown names stay text, as in Slack. */
const characters: Record<string, string> = {
  '+1': '👍',
  '-1': '👎',
  alarm_clock: '⏰',
  arrow_right: '➡️',
  arrows_counterclockwise: '🔄',
  ballot_box_with_check: '☑️',
  bar_chart: '📊',
  bell: '🔔',
  bulb: '💡',
  calendar: '📆',
  chart_with_downwards_trend: '📉',
  chart_with_upwards_trend: '📈',
  clipboard: '📋',
  eyes: '👀',
  globe_with_meridians: '🌐',
  hourglass: '⌛',
  hourglass_flowing_sand: '⏳',
  information_source: 'ℹ️',
  key: '🔑',
  large_blue_circle: '🔵',
  large_green_circle: '🟢',
  large_orange_circle: '🟠',
  large_yellow_circle: '🟡',
  link: '🔗',
  lock: '🔒',
  mag: '🔍',
  memo: '📝',
  no_entry: '⛔',
  package: '📦',
  pray: '🙏',
  question: '❓',
  red_circle: '🔴',
  rotating_light: '🚨',
  shield: '🛡️',
  sparkles: '✨',
  speech_balloon: '💬',
  tada: '🎉',
  thumbsup: '👍',
  unlock: '🔓',
  warning: '⚠️',
  wave: '👋',
  white_check_mark: '✅',
  white_circle: '⚪',
  wrench: '🔧',
  x: '❌',
  zzz: '💤',
};

/** The character for a short name, or undefined when the name is not known. */
export function emojiCharacter(name: string): string | undefined {
  return Object.hasOwn(characters, name) ? characters[name] : undefined;
}

const shortName = /:([a-z0-9_+-]+):/g;

/** Plain text as Slack shows it: known `:name:` become emoji, nothing else is read. */
export function withEmoji(text: string): string {
  return text.replace(shortName, (whole, name: string) => emojiCharacter(name) ?? whole);
}
