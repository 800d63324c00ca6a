/** Notebook instances of every account and region, as the SageMaker stand-in remembers them. */
export type Switch = 'Enabled' | 'Disabled';
export type NotebookStatus = 'Pending' | 'InService' | 'Stopping' | 'Stopped' | 'Failed' | 'Deleting' | 'Updating';

export interface Notebook {
  name: string;
  arn: string;
  status: NotebookStatus;
  failureReason?: string;
  instanceType: string;
  roleArn: string;
  subnetId?: string;
  securityGroups: string[];
  kmsKeyId?: string;
  lifecycleConfig?: string;
  directInternetAccess: Switch;
  rootAccess: Switch;
  imds: '1' | '2';
  platform: string;
  ipAddressType: 'ipv4' | 'dualstack';
  /** GB. */
  volumeSize: number;
  defaultCodeRepository?: string;
  additionalCodeRepositories: string[];
  createdAt: Date;
  modifiedAt: Date;
  tags: Map<string, string>;
}

export interface LifecycleConfig {
  name: string;
  arn: string;
  onCreate: { Content?: string }[];
  onStart: { Content?: string }[];
  createdAt: Date;
}

/** One account in one region: nothing is shared between places. */
export interface Place {
  account: string;
  region: string;
  /** By lower-cased name, because two names that differ in case share an ARN. */
  notebooks: Map<string, Notebook>;
  lifecycleConfigs: Map<string, LifecycleConfig>;
}

/** Status a notebook reaches by itself after a while; `gone` ends it. */
type Outcome = 'InService' | 'Stopped' | 'gone';

export interface NotebookStoreOptions {
  /** How long Pending, Stopping, Updating and Deleting take, real ms; `manual` waits for `settleAll`. */
  settle: 'manual' | number;
  now: () => Date;
  /**
   * Told after each change of status, and once more when a deleted notebook is gone (still `Deleting`): AWS says that
   * several events for one change are normal.
   */
  onStatus: (place: Place, notebook: Notebook) => void;
}

export function createNotebookStore(options: NotebookStoreOptions) {
  const places = new Map<string, Place>();
  const pending = new Map<Notebook, { finish: () => void; timer?: NodeJS.Timeout }>();

  const setStatus = (place: Place, notebook: Notebook, status: NotebookStatus) => {
    notebook.status = status;
    notebook.modifiedAt = options.now();
    options.onStatus(place, notebook);
  };

  const cancel = (notebook: Notebook) => {
    clearTimeout(pending.get(notebook)?.timer);
    pending.delete(notebook);
  };

  return {
    place: (account: string, region: string): Place => {
      const key = `${account}/${region}`;
      const place = places.get(key) ?? { account, region, notebooks: new Map(), lifecycleConfigs: new Map() };
      places.set(key, place);
      return place;
    },
    /** Sets a passing status now and the lasting one after the delay. */
    transit: (place: Place, notebook: Notebook, via: NotebookStatus, to: Outcome) => {
      cancel(notebook);
      setStatus(place, notebook, via);
      const finish = () => {
        pending.delete(notebook);
        if (to === 'gone') place.notebooks.delete(notebook.name.toLowerCase());
        setStatus(place, notebook, to === 'gone' ? 'Deleting' : to);
      };
      const timer = options.settle === 'manual' ? undefined : setTimeout(finish, options.settle).unref();
      pending.set(notebook, { finish, timer });
    },
    /** A notebook that could not start, or hangs: it leaves the way it was on. */
    fail: (place: Place, notebook: Notebook, reason: string) => {
      cancel(notebook);
      notebook.failureReason = reason;
      setStatus(place, notebook, 'Failed');
    },
    /** Ends every change under way now. */
    settleAll: () => {
      for (const { finish, timer } of [...pending.values()]) {
        clearTimeout(timer);
        finish();
      }
    },
    clear: () => {
      for (const notebook of [...pending.keys()]) cancel(notebook);
      places.clear();
    },
  };
}

export type NotebookStore = ReturnType<typeof createNotebookStore>;
