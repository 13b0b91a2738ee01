using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Specifications.Encryption;

/// <summary>
/// Reads a credential, waits, lets the poll interval pass on its clock, and says whether it still reads and where it writes.
/// </summary>
public sealed class FollowKeys : ITestProcessTask
{
    public async Task<IEnumerable<string>> RunAsync(TestDatabase database, string[] arguments, Func<Task> start)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var services = database.BuildServices(time);
        var opened = services.GetRequiredService<TradingDatabase>();
        var before = await ReadAsync(opened);
        await start();
        var unnoticed = await ReadAsync(opened);
        time.Advance(DataKeyRing.RefreshInterval);
        return [before, unnoticed, await ReadAsync(opened), await WriteAsync(opened)];
    }

    private static async Task<string> ReadAsync(TradingDatabase database)
    {
        try
        {
            await using var context = database.CreateContext();
            return (await context.Set<ExchangeCredential>().OrderBy(row => row.Label).FirstAsync()).ApiSecret!.Reveal();
        }
        catch (EncryptionException refusal)
        {
            return refusal.Code;
        }
    }

    private static async Task<string> WriteAsync(TradingDatabase database)
    {
        try
        {
            await using var context = database.CreateContext();
            var user = await context.Set<User>().Select(row => row.Id).FirstAsync();
            context.Add(
                new ExchangeCredential { UserId = user, Exchange = "other", Label = "other", ApiKey = "key", ApiSecret = "theirs" });
            await context.SaveChangesAsync();
            return "written";
        }
        catch (EncryptionUpdateException refusal)
        {
            return refusal.Code;
        }
    }
}
