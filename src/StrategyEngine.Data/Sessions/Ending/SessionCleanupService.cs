using Microsoft.Extensions.Hosting;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Sessions;

/// <summary>Cleans up every <see cref="SessionOptions.CleanupInterval"/> while the host runs. Any number of nodes may.</summary>
internal sealed class SessionCleanupService(Func<SessionManager> resolve) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var services = resolve().Services;
        var interval = services.Options.CleanupInterval;
        if (interval == TimeSpan.Zero)
            return;
        var wait = interval * Random.Shared.NextDouble();
        while (true)
        {
            await Task.Delay(wait, services.TimeProvider, stoppingToken).ConfigureAwait(false);
            wait = interval;
            try
            {
                await SessionCleanup.RunAsync(services, stoppingToken).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // A clean-up that fails, on a database that is away for example, must not end the host. It is logged.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Log.SessionCleanupFailed(services.Logger, exception, interval);
            }
        }
    }
}
