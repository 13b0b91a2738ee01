using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Benchmarks.Sessions;

/// <summary>The library, as an application calls it.</summary>
internal sealed class ManagerCreation(SessionWriteFile file) : CreationContender("SessionManager.CreateSessionAsync", file)
{
    private readonly SessionManager _sessions = file.Services.GetRequiredService<SessionManager>();

    public override async Task RunAsync()
    {
        foreach (var user in File.Users)
        {
            if (await _sessions.CreateSessionAsync(user, SessionWriteFile.Client) is not CreateSessionResult.Created)
                throw new InvalidOperationException("A session was not opened.");
        }
    }
}
