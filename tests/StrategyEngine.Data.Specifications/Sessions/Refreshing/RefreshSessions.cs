using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Specifications.Sessions;

/// <summary>
/// Presents one refresh token many times at once. Arguments: the token, how often. Writes each outcome and the token it gave.
/// </summary>
public sealed class RefreshSessions : ITestProcessTask
{
    public async Task<IEnumerable<string>> RunAsync(TestDatabase database, string[] arguments, Func<Task> start)
    {
        await using var services = database.BuildServices(new FakeTimeProvider(new DateTimeOffset(2026, 1, 5, 9, 30, 0, TimeSpan.Zero)));
        var sessions = new SessionManager(services.GetRequiredService<TradingDatabase>());
        await sessions.ValidateTokenAsync("warm.up.token");
        await start();
        var results = await Task.WhenAll(
            Enumerable.Range(0, int.Parse(arguments[1])).Select(_ => Task.Run(() => sessions.RefreshTokenAsync(arguments[0]))));
        return results.Select(result => result switch
        {
            RefreshResult.Rotated rotated => $"Rotated {rotated.Tokens.RefreshToken.Reveal()}",
            RefreshResult.Replayed replayed => $"Replayed {replayed.Tokens.RefreshToken.Reveal()}",
            _ => result.ToString(),
        });
    }
}
