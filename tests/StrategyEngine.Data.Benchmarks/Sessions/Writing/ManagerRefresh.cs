using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Benchmarks.Sessions;

/// <summary>The library, as clients make an application call it: each refresh presents the token that the one before gave.</summary>
internal sealed class ManagerRefresh(SessionWriteFile file, string[] tokens) : RefreshContender("SessionManager.RefreshTokenAsync", file)
{
    private readonly SessionManager _sessions = file.Services.GetRequiredService<SessionManager>();

    public override async Task RunAsync()
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            if (await _sessions.RefreshTokenAsync(tokens[i], SessionWriteFile.Client) is not RefreshResult.Rotated { Tokens: var next })
                throw new InvalidOperationException("A refresh did not rotate.");
            tokens[i] = next.RefreshToken.Reveal();
        }
    }
}
