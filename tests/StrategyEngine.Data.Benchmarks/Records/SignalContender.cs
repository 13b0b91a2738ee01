using StrategyEngine.Data.Benchmarks.Harness;

namespace StrategyEngine.Data.Benchmarks.Records;

/// <summary>Writes signals into the empty table of a file.</summary>
internal abstract class SignalContender(string name, SignalFile file) : Contender(name)
{
    protected SignalFile File { get; } = file;

    public override Task PrepareAsync() => File.EmptyAsync();

    public override Task<string> DigestAsync() => File.DigestAsync();

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
