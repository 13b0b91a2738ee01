using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Benchmarks.Sessions;

/// <summary>The library, as a host calls it.</summary>
internal sealed class ManagerCleanup(SessionWriteFile file, int sessions)
    : CleanupContender($"CleanupExpiredSessionsAsync, {BatchSize} rows a statement", file, sessions)
{
    private readonly SessionManager _sessions = file.Services.GetRequiredService<SessionManager>();

    public override async Task RunAsync()
    {
        var report = await _sessions.CleanupExpiredSessionsAsync();
        if (report.Sessions != Sessions)
            throw new InvalidOperationException($"{report.Sessions} of {Sessions} sessions were deleted.");
    }
}
