using System.Globalization;

using StrategyEngine.Data.Benchmarks.Harness;

namespace StrategyEngine.Data.Benchmarks.Startup;

/// <summary>
/// Starts a process that asks one question, and takes its own word for how long that took: the runtime's start is not part of it.
/// </summary>
internal sealed class QueryContender(string name, string way, DeskFile file) : Contender(name)
{
    private TimeSpan _elapsed;
    private string _answer = "";

    public override TimeSpan? Elapsed => _elapsed;

    public override async Task RunAsync()
    {
        var output = await ChildProcess.RunAsync(QueryStart.Command, way, file.Folder);
        var space = output.IndexOf(' ', StringComparison.Ordinal);
        (_elapsed, _answer) = (TimeSpan.FromMicroseconds(long.Parse(output.AsSpan(0, space), CultureInfo.InvariantCulture)),
            output[space..]);
    }

    public override Task<string> DigestAsync() => Task.FromResult(_answer);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
