using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Benchmarks.Harness;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Benchmarks.Sessions;

/// <summary>What writes: refreshing, opening and clearing away sessions, and log-ins that fail.</summary>
internal static class SessionWriteRatios
{
    private const string Password = "vexing quartz jumbles 41";
    private const string WrongPassword = "vexing quartz jumbles 14";

    public static IReadOnlyList<RatioDefinition> All { get; } =
    [
        new("session-refresh", reduced => RefreshAsync(reduced ? 1_000 : 5_000)),
        new("session-create", reduced => CreationAsync(reduced ? 1_000 : 5_000)),
        new("session-cleanup", reduced => CleanupAsync(reduced ? 10_000 : 1_000_000)),
        new("login-unknown-user", reduced => UnknownUserAsync(reduced ? 5 : 50)),
        new("login-disabled-user", reduced => DisabledUserAsync(reduced ? 5 : 50)),
    ];

    private static async Task<RatioLine> RefreshAsync(int count)
    {
        // A file each, because a session that one of them rotates is lost to the other.
        var (library, tokens) = await SessionsAsync(count);
        var (theirs, others) = await SessionsAsync(count);
        return new RatioLine(
            "session-refresh",
            "refresh",
            count,
            new ManagerRefresh(library, [.. tokens.Select(created => created.RefreshToken.Reveal())]),
            [new PreparedRefresh(theirs, others.Select(created => created.SessionId))]);
    }

    private static async Task<(SessionWriteFile File, List<SessionTokens> Sessions)> SessionsAsync(int count)
    {
        var file = await SessionWriteFile.CreateAsync(users: count);
        var manager = file.Services.GetRequiredService<SessionManager>();
        var sessions = new List<SessionTokens>(count);
        foreach (var user in file.Users)
            sessions.Add(((CreateSessionResult.Created)await manager.CreateSessionAsync(user, SessionWriteFile.Client)).Tokens);
        return (file, sessions);
    }

    private static async Task<RatioLine> CreationAsync(int count)
    {
        var file = await SessionWriteFile.CreateAsync(users: count);
        return new RatioLine(
            "session-create", "session", count, new ManagerCreation(file), [await PreparedCreation.CreateAsync(file)], file);
    }

    private static async Task<RatioLine> CleanupAsync(int count)
    {
        var file = await SessionWriteFile.CreateAsync(users: 1_000);
        return new RatioLine(
            "session-cleanup", "session", count, new ManagerCleanup(file, count), [new PreparedCleanup(file, count)], file);
    }

    private static async Task<RatioLine> UnknownUserAsync(int count)
    {
        var (file, known) = await RegisterAsync("known", count);
        return new RatioLine(
            "login-unknown-user",
            "log-in",
            count,
            new FailedLogin("unknown user", file, [.. known.Select(name => "un" + name)], WrongPassword),
            [new FailedLogin("wrong password", file, known, WrongPassword)],
            file);
    }

    private static async Task<RatioLine> DisabledUserAsync(int count)
    {
        var (file, known) = await RegisterAsync("known", count);
        var disabled = await RegisterAsync(file, "disabled", count);
        file.Execute("UPDATE users SET is_active = 0 WHERE username LIKE 'disabled%'");
        return new RatioLine(
            "login-disabled-user",
            "log-in",
            count,
            new FailedLogin("right password of a disabled user", file, disabled, Password),
            [new FailedLogin("wrong password", file, known, WrongPassword)],
            file);
    }

    private static async Task<(SessionWriteFile File, IReadOnlyList<string> Names)> RegisterAsync(string prefix, int count)
    {
        var file = await SessionWriteFile.CreateAsync(users: 0);
        return (file, await RegisterAsync(file, prefix, count));
    }

    private static async Task<IReadOnlyList<string>> RegisterAsync(SessionWriteFile file, string prefix, int count)
    {
        var accounts = file.Services.GetRequiredService<AccountManager>();
        var names = Enumerable.Range(0, count).Select(i => $"{prefix}{i}").ToList();
        foreach (var name in names)
        {
            if (await accounts.RegisterAsync(name, $"{name}@example.com", Password) is not RegisterResult.Success)
                throw new InvalidOperationException($"{name} was not registered.");
        }

        return names;
    }
}
