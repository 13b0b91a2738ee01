using Microsoft.Extensions.DependencyInjection;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Benchmarks.Sessions;

/// <summary>The library, as an application calls it.</summary>
internal sealed class ManagerRefresh(SessionWriteFile file, IReadOnlyList<string> tokens) : RefreshContender("SessionManager.RefreshTokenAsync", file)
{
    private readonly SessionManager _sessions = file.Services.GetRequiredService<SessionManager>();

    public override async Task RunAsync()
    {
        foreach (var token in tokens)
        {
            if (await _sessions.RefreshTokenAsync(token, SessionWriteFile.Client) is not RefreshResult.Rotated)
                throw new InvalidOperationException("A refresh did not rotate.");
        }
    }
}
