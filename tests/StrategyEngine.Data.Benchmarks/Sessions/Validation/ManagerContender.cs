using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Benchmarks.Sessions;

/// <summary>The library, as an application calls it.</summary>
/// <param name="file">The sessions.</param>
/// <param name="tokens">What is validated.</param>
/// <param name="times">How often each.</param>
/// <param name="freshness">How much is trusted.</param>
/// <param name="cacheSize">How many tokens, and as many sessions, the manager remembers.</param>
/// <param name="seen">Whether the manager has seen the tokens before; else it is a new one each time, which knows the keys and the
/// sessions.</param>
internal sealed class ManagerContender(SessionFile file, string[] tokens, int times, TokenFreshness freshness, int cacheSize, bool seen)
    : TokenContender($"ValidateTokenAsync, {freshness}, cache of {cacheSize}", tokens, times)
{
    private SessionManager _manager = file.NewManager(cacheSize);

    public override async Task PrepareAsync()
    {
        if (!seen)
            _manager = file.NewManager(cacheSize);
        foreach (var token in seen ? Tokens : file.Known)
            await ReadAsync(token);
    }

    protected override async ValueTask<bool> AcceptsAsync(string token) =>
        await _manager.ValidateTokenAsync(token, freshness) is ValidationResult.Valid;

    protected override async ValueTask<(Guid User, Guid Session, DateTimeOffset Expires)> ReadAsync(string token) =>
        await _manager.ValidateTokenAsync(token) is ValidationResult.Valid { Session: var session }
            ? (session.UserId, session.SessionId, session.TokenExpiresAt)
            : throw new InvalidOperationException("A token was not accepted.");
}
