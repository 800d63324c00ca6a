import type { Trace } from '../trace';
import { type Caller, sessionArn } from './callers';
import type { EventEnvelope } from './event-bus';
import type { Failures } from './failures';
import { notebookArn, notebookOperations } from './notebook-operations';
import { createNotebookStore, type Notebook } from './notebook-store';
import { ServiceError } from './service-error';
import { apiCallEvent, stateChangeEvent } from './service-events';
import { tagOperations } from './tag-operations';

export interface SageMakerOptions {
  now: () => Date;
  /** How long a change of status takes, real ms; `manual` waits for `settleAll`. */
  settle: 'manual' | number;
  failures: Failures;
  trace: Trace;
  /** Puts an event on the default bus of the account and region that it names. */
  publish: (event: EventEnvelope) => void;
}

/** A notebook that exists from the start, whatever today's rules for new ones: no event tells of it. */
export type SeededNotebook = Partial<Omit<Notebook, 'arn' | 'tags'>> & { name: string; tags?: Record<string, string> };

/** SageMaker's notebook instances, with one estate per account and region, and the events the service emits. */
export function createSageMaker(options: SageMakerOptions) {
  const { now, failures, trace } = options;
  const store = createNotebookStore({
    settle: options.settle,
    now,
    onStatus: (place, notebook) => options.publish(stateChangeEvent(place, notebook, now())),
  });
  const operations = new Map(Object.entries({ ...notebookOperations(store, now), ...tagOperations(now) }));
  let guardrail = false;

  const refuseByGuardrail = (operation: string, input: unknown, caller: Caller) => {
    if (!guardrail || operation !== 'CreateNotebookInstance') return;
    const wanted = input as { DirectInternetAccess?: unknown; NotebookInstanceName?: unknown };
    if (wanted.DirectInternetAccess === 'Disabled') return;
    throw new ServiceError(
      'AccessDeniedException',
      `User: ${sessionArn(caller)} is not authorized to perform: sagemaker:${operation} on resource: ${notebookArn(caller, String(wanted.NotebookInstanceName))} with an explicit deny in a service control policy`,
    );
  };

  return {
    /**
     * Runs one API operation and answers its output (undefined for an empty body).
     * @throws ServiceError with the code and text of the real service.
     */
    run: (operation: string, input: unknown, caller: Caller): unknown => {
      const started = performance.now();
      const answer = (error?: ServiceError, output?: unknown) => {
        trace.record({
          lane: 'sagemaker',
          title: operation,
          detail: error ? `${error.code}: ${error.message}` : subject(input),
          ms: Math.round(performance.now() - started),
          ok: !error,
        });
        if (isWrite(operation)) options.publish(apiCallEvent({ operation, input, output, error, caller, now: now() }));
      };
      const handle = operations.get(operation);
      if (!handle) throw new ServiceError('UnknownOperationException', '', 404);
      try {
        failures.check({ operation, account: caller.account, region: caller.region });
        refuseByGuardrail(operation, input, caller);
        const output = handle(store.place(caller.account, caller.region), input);
        answer(undefined, output);
        return output;
      } catch (fault) {
        if (fault instanceof ServiceError) answer(fault);
        throw fault;
      }
    },
    /** Every notebook of one account and region, oldest first. */
    list: (account: string, region: string): Notebook[] =>
      [...store.place(account, region).notebooks.values()].sort(
        (a, b) => a.createdAt.getTime() - b.createdAt.getTime(),
      ),
    seed: (at: { account: string; region: string }, seeded: SeededNotebook): Notebook => {
      const createdAt = seeded.createdAt ?? now();
      const notebook: Notebook = {
        status: 'InService',
        instanceType: 'ml.t3.medium',
        roleArn: `arn:aws:iam::${at.account}:role/SageMakerNotebooks`,
        securityGroups: [],
        directInternetAccess: 'Enabled',
        rootAccess: 'Enabled',
        imds: '1',
        platform: 'notebook-al2023-v1',
        ipAddressType: 'ipv4',
        volumeSize: 5,
        additionalCodeRepositories: [],
        modifiedAt: createdAt,
        ...seeded,
        createdAt,
        arn: notebookArn(at, seeded.name),
        tags: new Map(Object.entries(seeded.tags ?? {})),
      };
      store.place(at.account, at.region).notebooks.set(notebook.name.toLowerCase(), notebook);
      return notebook;
    },
    /** Lets a notebook end in Failed, as after a lifecycle script that took too long. */
    failNotebook: (at: { account: string; region: string; name: string }, reason: string) => {
      const place = store.place(at.account, at.region);
      const notebook = place.notebooks.get(at.name.toLowerCase());
      if (!notebook) throw new Error(`No notebook ${at.name} in ${at.account} ${at.region}`);
      store.fail(place, notebook, reason);
    },
    settleAll: store.settleAll,
    /** A service control policy that denies launches without DirectInternetAccess=Disabled. */
    setGuardrail: (on: boolean) => {
      guardrail = on;
    },
    clear: store.clear,
  };
}

export type SageMaker = ReturnType<typeof createSageMaker>;

const isWrite = (operation: string) => !/^(Describe|List)/.test(operation);

function subject(input: unknown): string {
  const { NotebookInstanceName, ResourceArn } = (input ?? {}) as Record<string, unknown>;
  return String(NotebookInstanceName ?? ResourceArn ?? '');
}
