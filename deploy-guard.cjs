/**
 * Stops `serverless deploy` before anything is uploaded when no security channel is named: the functions would refuse
 * to start without one, and a later deploy that forgets the parameter would break a working installation. Nor does it go
 * on with an SSM parameter whose name would not fit the ARN that the roles allow.
 * Packaging needs no channel.
 */
module.exports = class DeployGuard {
  constructor(serverless) {
    const refuse = () => {
      const { SECURITY_CHANNEL: channel, SLACK_SECRETS_PARAMETER: parameter } = serverless.service.provider.environment;
      if (!/^[CG][A-Z0-9]{8,}$/.test(channel)) {
        throw new serverless.classes.Error(
          `Name the channel in which security decides by its id, --param security-channel=C0123456789 (got "${channel}").`,
        );
      }
      if (!/^\/[\w./-]+$/.test(parameter)) {
        throw new serverless.classes.Error(
          `The name of the SSM parameter starts with a slash, as in /notebook-audit/slack (got "${parameter}").`,
        );
      }
    };
    this.hooks = { 'before:deploy:deploy': refuse };
  }
};
