using Microsoft.Extensions.Hosting;

using StrategyEngine.Data.Migrations;

namespace StrategyEngine.Data;

/// <summary>Checks the configuration when the host starts, then migrates if asked to, then makes the first keys.</summary>
/// <remarks>
/// Before the host's own services start. Without <c>MigrateOnStart</c>, a database whose schema is not current is left as it is.
/// </remarks>
internal sealed class TradingDataStartup(Func<(TradingDatabase Database, MigrationRunner Runner)> resolve, TradingRegistration registration)
    : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var (database, runner) = resolve();
        if (registration.MigrateOnStart)
        {
            await runner.MigrateAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            return;
        }

        var status = await runner.GetStatusAsync(cancellationToken).ConfigureAwait(false);
        if (status.IsCurrent)
            await database.VerifyEncryptionAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
