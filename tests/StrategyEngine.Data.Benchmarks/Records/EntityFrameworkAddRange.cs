namespace StrategyEngine.Data.Benchmarks.Records;

/// <summary>AddRange and SaveChanges of the library's own context, with what its interceptors do.</summary>
internal sealed class EntityFrameworkAddRange(SignalFile file, int perContext)
    : SignalContender($"EF Core AddRange, {perContext} per context", file)
{
    public override async Task RunAsync()
    {
        foreach (var chunk in File.Signals.Chunk(perContext))
        {
            await using var context = File.CreateContext();
            context.ChangeTracker.AutoDetectChangesEnabled = false;
            context.AddRange(chunk);
            await context.SaveChangesAsync();
        }
    }
}
