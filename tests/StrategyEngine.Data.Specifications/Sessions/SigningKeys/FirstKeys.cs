using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Specifications.Sessions;

/// <summary>Opens the first session of a database. Argument: user id. Writes the access token.</summary>
public sealed class FirstKeys : ITestProcessTask
{
    public async Task<IEnumerable<string>> RunAsync(TestDatabase database, string[] arguments, Func<Task> start)
    {
        await using var services = database.BuildServices(new FakeTimeProvider(new DateTimeOffset(2026, 1, 5, 9, 30, 0, TimeSpan.Zero)));
        var sessions = new SessionManager(services.GetRequiredService<TradingDatabase>());
        await sessions.ListSessionsAsync(Guid.Empty);
        await start();
        var created = (CreateSessionResult.Created)await sessions.CreateSessionAsync(Guid.Parse(arguments[0]));
        return [created.Tokens.AccessToken.Reveal(), created.Tokens.RefreshToken.Reveal()];
    }
}
