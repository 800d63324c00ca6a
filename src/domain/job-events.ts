import * as v from 'valibot';

/** What the bot tells its own worker to do, on its own bus: too long for an answer within Slack's three seconds. */

const userId = v.pipe(v.string(), v.regex(/^[UW][A-Z0-9]+$/));
const orNone = v.nullable(v.pipe(v.string(), v.nonEmpty()));

/** `team` null: all that the person may see. */
export const reportRequest = v.object({ userId, days: v.picklist([7, 30, 90]), team: orNone });
export const exportRequest = v.object({ userId });
/** What to look at anew: an account, a region, both, or (both null) everything. */
export const scanRequest = v.object({ userId, account: orNone, region: orNone });
/** One account and region of a scan; `scan` names the scan it belongs to. */
export const scanTargetRequest = v.object({ scan: v.string(), account: v.string(), region: v.string() });

export type ReportRequest = v.InferOutput<typeof reportRequest>;
export type ExportRequest = v.InferOutput<typeof exportRequest>;
export type ScanRequest = v.InferOutput<typeof scanRequest>;
export type ScanTargetRequest = v.InferOutput<typeof scanTargetRequest>;

/** EventBridge delivers an event at least once; `id` is the same each time. */
const envelope = { id: v.string() };

export const jobEvent = v.variant('detail-type', [
  v.object({ 'detail-type': v.literal('ReportRequested'), ...envelope, detail: reportRequest }),
  v.object({ 'detail-type': v.literal('ExportRequested'), ...envelope, detail: exportRequest }),
  v.object({ 'detail-type': v.literal('ScanRequested'), ...envelope, detail: scanRequest }),
  v.object({ 'detail-type': v.literal('ScanTargetRequested'), ...envelope, detail: scanTargetRequest }),
]);

export type JobEvent = v.InferOutput<typeof jobEvent>;
