/** The part of Lambda's context that the handlers read. */
export interface LambdaContext {
  invokedFunctionArn?: string;
}

/** The account the function runs in, from its own ARN; undefined when it was not called by Lambda. */
export function accountOf(context: LambdaContext | undefined): string | undefined {
  return /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:(\d{12}):/.exec(context?.invokedFunctionArn ?? '')?.[1];
}
