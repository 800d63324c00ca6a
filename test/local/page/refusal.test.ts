import { isByAws, namedField } from '../../../src/local/page/refusal';

const constraint = (member: string) =>
  `ValidationException: 1 validation error detected: Value 'x' at '${member}' failed to satisfy constraint: too odd`;

test.each([
  [constraint('notebookInstanceName'), 'name'],
  [
    'ValidationException: Cannot create a duplicate Notebook Instance (arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/a)',
    'name',
  ],
  ['ValidationException: DirectInternetAccess can be set to Disabled only if a value is set for SubnetId.', 'subnetId'],
  [constraint('securityGroupIds'), 'securityGroups'],
  [constraint('tags.0.value'), 'tags'],
  ['ValidationException: Tag key aws:x is invalid: aws: prefixed tag key names are not allowed', 'tags'],
  ['ResourceLimitExceeded: The account-level service limit is 0', null],
])('%s is about the field %s', (error, field) => {
  expect(namedField(error)).toBe(field);
});

test('what the preview itself says is not put into AWS’s mouth', () => {
  expect(isByAws('ValidationException: RecordNotFound')).toBe(true);
  expect(isByAws('This page shows eu-west-1 only; the command is for us-east-1.')).toBe(false);
  expect(namedField('This is no subnetId.')).toBeNull();
});
