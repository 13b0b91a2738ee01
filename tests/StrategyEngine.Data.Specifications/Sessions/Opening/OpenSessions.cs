using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Specifications.Sessions;

/// <summary>Opens sessions for a user, all at once. Arguments: user id, how many.</summary>
public sealed class OpenSessions : ITestProcessTask
{
    public async Task<IEnumerable<string>> RunAsync(TestDatabase database, string[] arguments, Func<Task> start)
    {
        await using var services = database.BuildServices(new FakeTimeProvider(new DateTimeOffset(2026, 1, 5, 9, 30, 0, TimeSpan.Zero)));
        var sessions = new SessionManager(services.GetRequiredService<TradingDatabase>());
        var userId = Guid.Parse(arguments[0]);
        await sessions.ListSessionsAsync(userId);
        await start();
        var results = await Task.WhenAll(Enumerable.Range(0, int.Parse(arguments[1]))
            .Select(_ => Task.Run(() => sessions.CreateSessionAsync(userId, new ClientInfo("203.0.113.7", "Race/1.0")))));
        return results.Select(result => result.GetType().Name);
    }
}
