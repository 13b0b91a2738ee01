using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Benchmarks.Records;

internal sealed class WriterUpsert(SignalFile file) : SignalContender("BulkWriter.UpsertAsync", file)
{
    public override Task RunAsync() => File.Services.GetRequiredService<BulkWriter>().UpsertAsync(File.Signals);
}
