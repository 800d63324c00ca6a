/** The tag by which everybody sees that a notebook is made up. */
export const SAMPLE_TAG = { key: 'Project', value: 'sample' };
