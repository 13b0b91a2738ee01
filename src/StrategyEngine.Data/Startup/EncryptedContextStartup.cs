using System.Data.Common;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data;

/// <summary>Checks the keys and columns of a host's own context when the host starts, if its tables are there.</summary>
internal sealed class EncryptedContextStartup(Func<TradingDatabase> resolve, ILogger logger) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var database = resolve();
        var context = database.CreateContext();
        await using (context.ConfigureAwait(false))
        {
            // Before the host has made its tables there is nothing to check; the first save does.
            var creator = context.GetService<IRelationalDatabaseCreator>();
            if (!await creator.ExistsAsync(cancellationToken).ConfigureAwait(false)
                || !await creator.HasTablesAsync(cancellationToken).ConfigureAwait(false)
                || (await context.Database.GetPendingMigrationsAsync(cancellationToken).ConfigureAwait(false)).Any())
            {
                Log.ColumnsNotChecked(logger, context.GetType().Name, null);
                return;
            }

            try
            {
                await database.VerifyEncryptionAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (DbException failure)
            {
                Log.ColumnsNotChecked(logger, context.GetType().Name, failure);
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
