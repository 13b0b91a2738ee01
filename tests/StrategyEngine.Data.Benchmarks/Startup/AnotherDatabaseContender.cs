using StrategyEngine.Data.Benchmarks.Harness;

namespace StrategyEngine.Data.Benchmarks.Startup;

/// <summary>Opens databases one after another, asks each a question, and closes it.</summary>
internal sealed class AnotherDatabaseContender(string name, IReadOnlyList<DeskFile> files, Func<DeskFile, Task<string>> ask)
    : Contender(name)
{
    private readonly List<string> _answers = [];

    public override async Task RunAsync()
    {
        _answers.Clear();
        foreach (var file in files)
            _answers.Add(await ask(file));
    }

    public override Task<string> DigestAsync() => Task.FromResult(string.Join(';', _answers));

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
