using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Specifications.Encryption;

/// <summary>
/// Reads and writes the credentials of an exchange until the file <c>stop</c> is there; writes the id and the last secret of each.
/// </summary>
public sealed class KeepWriting : ITestProcessTask
{
    public static string StopFile(TestDatabase database) => Path.Combine(database.Folder, "stop");

    public async Task<IEnumerable<string>> RunAsync(TestDatabase database, string[] arguments, Func<Task> start)
    {
        await using var services = database.BuildServices(TimeProvider.System);
        var opened = services.GetRequiredService<TradingDatabase>();
        await services.GetRequiredService<EncryptionKeyManager>().VerifyAsync();
        await start();
        var last = new Dictionary<Guid, string>();
        for (var round = 0; !File.Exists(StopFile(database)); round++)
        {
            await using var context = opened.CreateContext();
            foreach (var credential in await context.Set<ExchangeCredential>().Where(row => row.Exchange == arguments[0]).ToListAsync())
            {
                if (credential.ApiSecret!.Reveal() != last.GetValueOrDefault(credential.Id, "first"))
                    throw new InvalidOperationException("A write was lost.");
                credential.ApiSecret = last[credential.Id] = $"{arguments[0]} {round}";
                await context.SaveChangesAsync();
            }
        }

        return last.Select(pair => $"{pair.Key}|{pair.Value}");
    }
}
