using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Benchmarks.Harness;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Benchmarks.Sessions;

/// <summary>Log-ins that fail, one for each name, none of them throttled.</summary>
internal sealed class FailedLogin(string name, SessionWriteFile file, IReadOnlyList<string> names, string password) : Contender(name)
{
    private readonly AccountManager _accounts = file.Services.GetRequiredService<AccountManager>();

    public override Task PrepareAsync()
    {
        file.Reset("DELETE FROM authentication_events; DELETE FROM login_throttles");
        return Task.CompletedTask;
    }

    public override async Task RunAsync()
    {
        foreach (var one in names)
        {
            if (await _accounts.LogInAsync(one, password) is not LoginResult.Failed)
                throw new InvalidOperationException("A log-in did not fail.");
        }
    }

    public override Task<string> DigestAsync() => Task.FromResult(file.Read("""
        SELECT count(*) AS failures, (SELECT count(*) FROM login_throttles) AS counted FROM authentication_events WHERE kind = 'login_failed'
        """));

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
