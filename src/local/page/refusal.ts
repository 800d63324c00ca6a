/** The fields of the launch form that AWS may name, each by how its texts name it. */
const fields = {
  name: /notebookInstanceName|duplicate Notebook Instance/,
  subnetId: /subnetId/i,
  securityGroups: /securityGroupIds|security group/i,
  tags: /at 'tags|tag key/i,
} as const;

export type NamedField = keyof typeof fields;

/** A refusal in AWS's own words starts with an error code; what the preview itself says does not. */
export const isByAws = (error: string): boolean => /^[A-Z]\w*: /.test(error);

/** The field of the launch form that a refusal of AWS names, or null. */
export function namedField(error: string): NamedField | null {
  if (!isByAws(error)) return null;
  for (const [field, text] of Object.entries(fields)) if (text.test(error)) return field as NamedField;
  return null;
}
