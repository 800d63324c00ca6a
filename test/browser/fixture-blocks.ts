/** Small builders of Block Kit for the fixtures. */
export const plain = (text: string) => ({ type: 'plain_text', text });
export const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
export const header = (text: string) => ({ type: 'header', text: plain(text) });
export const divider = { type: 'divider' };
export const section = (text: string, accessory?: object) => ({
  type: 'section',
  text: mrkdwn(text),
  ...(accessory ? { accessory } : {}),
});
export const context = (...texts: string[]) => ({ type: 'context', elements: texts.map(mrkdwn) });
export const button = (text: string, action_id: string, more: object = {}) => ({
  type: 'button',
  action_id,
  text: plain(text),
  ...more,
});
export const actions = (block_id: string, ...elements: object[]) => ({ type: 'actions', block_id, elements });

type Cell = string | number;
const cell = (value: Cell) =>
  typeof value === 'number' ? { type: 'raw_number', value, text: String(value) } : { type: 'raw_text', text: value };
export const dataTable = (caption: string, rows: Cell[][], more: object = {}) => ({
  type: 'data_table',
  caption,
  rows: rows.map((row) => row.map(cell)),
  ...more,
});
export const table = (rows: Cell[][], align: string[]) => ({
  type: 'table',
  column_settings: align.map((each) => ({ align: each })),
  rows: rows.map((row) => row.map(cell)),
});
