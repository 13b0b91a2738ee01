using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Specifications.Sessions;

/// <summary>Presents one challenge and code many times at once. Arguments: challenge, code, how often, Unix milliseconds of now.</summary>
public sealed class SpendCodes : ITestProcessTask
{
    public async Task<IEnumerable<string>> RunAsync(TestDatabase database, string[] arguments, Func<Task> start)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(arguments[3]));
        await using var services = database.BuildServices(new FakeTimeProvider(now));
        var sessions = new SessionManager(services.GetRequiredService<TradingDatabase>());
        var accounts = new AccountManager(sessions, new AccountOptions { FreeFailures = 100 });
        await sessions.ListSessionsAsync(Guid.Empty);
        await start();
        var results = await Task.WhenAll(Enumerable.Range(0, int.Parse(arguments[2]))
            .Select(_ => Task.Run(() => accounts.CompleteTwoFactorAsync(arguments[0], arguments[1]))));
        return results.Select(result => result.GetType().Name);
    }
}
