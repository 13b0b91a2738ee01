namespace StrategyEngine.Data.Benchmarks.Sessions;

/// <summary>The same batches by hand.</summary>
internal sealed class PreparedCleanup : CleanupContender
{
    private readonly PreparedWrite _delete;

    public PreparedCleanup(SessionWriteFile file, int sessions)
        : base($"autocommitted DELETE, prepared, {BatchSize} rows a statement", file, sessions) =>
        _delete = new PreparedWrite(
            file,
            $"DELETE FROM user_sessions WHERE id IN (SELECT id FROM user_sessions WHERE idle_expires_at <= $now ORDER BY idle_expires_at "
            + $"LIMIT {BatchSize})",
            "$now");

    public override Task RunAsync()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        while (_delete.Execute(now) == BatchSize)
        {
        }

        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _delete.Dispose();
        return base.DisposeAsync();
    }
}
