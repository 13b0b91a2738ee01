using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Specifications.Sessions;

/// <summary>
/// Works on sessions that another process works on, too. Arguments: Unix milliseconds of now, what to do, and with what: <c>rotate</c>
/// tokens (each until it is not rotated), <c>refresh</c> how many last, tokens (the same, but no more than twenty times, and the last ones
/// once a session was deleted), <c>revoke</c> session ids (once one of them was rotated), <c>clean-up</c> (<c>once-rotated</c>, or at
/// once), <c>change-password</c> user, current, next, <c>log-in</c> name, password, how often, <c>flood</c> name, from how many addresses,
/// <c>clear</c> what has ended.
/// </summary>
public sealed class SessionWork : ITestProcessTask
{
    public async Task<IEnumerable<string>> RunAsync(TestDatabase database, string[] arguments, Func<Task> start)
    {
        await using var services = database.BuildServices(
            new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(arguments[0]))));
        var sessions = new SessionManager(
            services.GetRequiredService<TradingDatabase>(),
            new SessionOptions { RefreshGracePeriod = TimeSpan.Zero, CleanupBatchSize = 7 });
        var accounts = new AccountManager(sessions, new AccountOptions { FreeFailures = 100, LoginAttemptsPerAddress = 1000 });
        var given = arguments[2..];
        await sessions.ListSessionsAsync(Guid.Empty);
        await start();
        switch (arguments[1])
        {
            case "rotate":
                return (await Task.WhenAll(given.Select(token => Task.Run(() => RotateAsync(sessions, token))))).SelectMany(lines => lines);
            case "refresh":
                return await RefreshAsync(services, sessions, given[1..], int.Parse(given[0]));
            case "revoke":
                await UntilRotatedAsync(services);
                var revoked = await Task.WhenAll(given.Select(id => Task.Run(() => sessions.RevokeSessionAsync(Guid.Parse(id)))));
                return revoked.Select(done => done.ToString());
            case "clean-up":
                if (given is ["once-rotated"])
                    await UntilRotatedAsync(services);
                return [(await sessions.CleanupExpiredSessionsAsync()).Sessions.ToString()];
            case "change-password":
                return [(await accounts.ChangePasswordAsync(Guid.Parse(given[0]), given[1], given[2])).GetType().Name];
            case "clear":
                return [await ClearAsync(new SessionManager(services.GetRequiredService<TradingDatabase>()))];
            case "flood":
                return [await FloodAsync(accounts, given[0], int.Parse(given[1]))];
            default:
                var results = await Task.WhenAll(
                    Enumerable.Range(0, int.Parse(given[2])).Select(_ => Task.Run(() => accounts.LogInAsync(given[0], given[1]))));
                return results.Select(result => result.GetType().Name);
        }
    }

    // The other processes may need longer for their first statement than this one for all.
    private static Task UntilRotatedAsync(IServiceProvider services) =>
        UntilAsync(services, context => context.UserSessions.AnyAsync(session => session.Generation > 0));

    private static async Task UntilAsync(IServiceProvider services, Func<TradingDbContext, Task<bool>> isDone)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            deadline.Token.ThrowIfCancellationRequested();
            await using var context = await services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContextAsync();
            if (await isDone(context))
                return;
        }
    }

    private static async Task<IEnumerable<string>> RefreshAsync(
        IServiceProvider services, SessionManager sessions, string[] tokens, int last)
    {
        var first = Begin(tokens[..^last]);
        await UntilAsync(services, async context => await context.UserSessions.CountAsync() < tokens.Length);
        return (await Task.WhenAll([.. first, .. Begin(tokens[^last..])])).SelectMany(lines => lines);

        List<Task<IEnumerable<string>>> Begin(string[] some) =>
            [.. some.Select(token => Task.Run(() => RotateAsync(sessions, token, most: 20)))];
    }

    // What was deleted, and the bytes that are held afterwards and were not before: on the managed heap, and in all.
    private static async Task<string> ClearAsync(SessionManager sessions)
    {
        await sessions.ListSigningKeysAsync();
        var (heap, all) = (GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);
        var deleted = (await sessions.CleanupExpiredSessionsAsync()).Sessions;
        return $"{deleted} {GC.GetTotalMemory(forceFullCollection: true) - heap} {Environment.WorkingSet - all}";
    }

    // The bytes that are held afterwards and were not before, and how often each answer was given.
    private static async Task<string> FloodAsync(AccountManager accounts, string name, int addresses)
    {
        await accounts.LogInAsync(name, "wrong", new ClientInfo("198.51.100.1"));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var answers = new Dictionary<string, int>();
        for (var i = 0; i < addresses; i++)
        {
            var answer = (await accounts.LogInAsync(name, "wrong", new ClientInfo($"10.{i / 62_500}.{i / 250 % 250}.{i % 250}")))
                .GetType().Name;
            answers[answer] = answers.GetValueOrDefault(answer) + 1;
        }

        return $"{GC.GetTotalMemory(forceFullCollection: true) - before} "
            + $"{string.Join(' ', answers.Select(answer => $"{answer.Key} {answer.Value}"))}";
    }

    // One line for each token: how it ended, and the last token that was given.
    private static async Task<IEnumerable<string>> RotateAsync(SessionManager sessions, string token, int most = int.MaxValue)
    {
        for (var rotations = 0; ; rotations++)
        {
            switch (await sessions.RefreshTokenAsync(token))
            {
                case RefreshResult.Rotated rotated when rotations + 1 < most:
                    token = rotated.Tokens.RefreshToken.Reveal();
                    break;
                case RefreshResult.Rotated last:
                    return [$"{nameof(RefreshResult.Rotated)} {most} {last.Tokens.RefreshToken.Reveal()}"];
                case RefreshResult.Invalid invalid:
                    return [$"{invalid.Reason} {rotations} {token}"];
                case var other:
                    return [$"{other.GetType().Name} {rotations} {token}"];
            }
        }
    }
}
