import * as v from 'valibot';
import { localWorkspace } from './workspace';

/** What the page may ask for, checked; the types are those of page-state.ts. */
const id = v.pipe(v.string(), v.maxLength(255));
const person = v.pipe(
  id,
  v.check((as) => localWorkspace.people.some((each) => each.id === as && each.role), 'There is no such person here.'),
);
const values = v.record(v.string(), v.record(v.string(), v.unknown()));

export const actionRequest = v.object({
  as: person,
  container: v.variant('kind', [
    v.object({ kind: v.literal('message'), channel: id, ts: id }),
    v.object({ kind: v.literal('modal'), viewId: id }),
    v.object({ kind: v.literal('home') }),
  ]),
  action: v.looseObject({ type: v.string(), action_id: id, block_id: id }),
  values,
});
export const submitRequest = v.object({ as: person, viewId: id, values });
export const closeRequest = v.object({ as: person, viewId: id });
export const readRequest = v.object({ as: person, conversation: id });
export const homeRequest = v.object({ as: person });
export const messageRequest = v.object({ as: person, conversation: id, text: v.pipe(v.string(), v.maxLength(40_000)) });

const input = v.record(v.string(), v.unknown());
export const createRequest = v.object({
  as: person,
  input: v.optional(input),
  command: v.optional(v.pipe(v.string(), v.maxLength(100_000))),
  by: v.optional(v.literal('pipeline')),
});
export const notebookRequest = v.object({ as: person, name: id });
export const updateRequest = v.object({
  as: person,
  input,
  tags: v.optional(v.record(v.string(), v.string())),
});
export const clockRequest = v.object({ to: v.picklist(['hour', 'day', 'next', 'before_grant_ends']) });
export const resetRequest = v.object({});
export const sampleRequest = v.object({});
