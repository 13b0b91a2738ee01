using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Hosting;

namespace StrategyEngine.Data;

/// <summary>Checks the keys and columns of a host's own context when the host starts, if its tables are there.</summary>
internal sealed class EncryptedContextStartup(Func<TradingDatabase> resolve) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var database = resolve();
        var context = database.CreateContext();
        await using (context.ConfigureAwait(false))
        {
            var creator = context.GetService<IRelationalDatabaseCreator>();
            if (!await creator.ExistsAsync(cancellationToken).ConfigureAwait(false) || !await creator.HasTablesAsync(cancellationToken).ConfigureAwait(false))
                return;
        }

        await database.VerifyEncryptionAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
