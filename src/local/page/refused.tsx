import { isByAws } from './refusal';

/** Why AWS, or the preview, did not do it; nothing when there is no error. */
export function Refused({ error, id }: { error: string; id?: string }) {
  if (!error) return null;
  return (
    <p class="field-error" role="alert" id={id}>
      {isByAws(error) && 'AWS refused it: '}
      <bdi>{error}</bdi>
    </p>
  );
}
