/**
 * Stops `serverless deploy` before anything is uploaded when no security channel is named: the functions would refuse
 * to start without one, and a later deploy that forgets the parameter would break a working installation.
 * Packaging needs no channel.
 */
module.exports = class DeployGuard {
  constructor(serverless) {
    const refuse = () => {
      const channel = serverless.service.provider.environment.SECURITY_CHANNEL;
      if (/^[CG][A-Z0-9]{8,}$/.test(channel)) return;
      throw new serverless.classes.Error(
        `Name the channel in which security decides by its id, --param security-channel=C0123456789 (got "${channel}").`,
      );
    };
    this.hooks = { 'before:deploy:deploy': refuse };
  }
};
