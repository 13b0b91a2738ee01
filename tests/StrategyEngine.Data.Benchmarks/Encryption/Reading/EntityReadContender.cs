using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Benchmarks.Harness;

namespace StrategyEngine.Data.Benchmarks.Encryption;

/// <summary>Reads all rows of a table, untracked; secrets are not revealed.</summary>
internal sealed class EntityReadContender<TContext, TRow>(string name, CredentialDatabase database) : Contender(name)
    where TContext : DbContext
    where TRow : CredentialFields, ICredential
{
    private List<TRow> _rows = [];

    public override async Task RunAsync()
    {
        await using var context = database.Create<TContext>();
        _rows = await context.Set<TRow>().AsNoTracking().OrderBy(row => row.CreatedAt).ToListAsync();
    }

    public override Task<string> DigestAsync() =>
        Task.FromResult(FieldValues.Digest(_rows.SelectMany(row => new[] { row.Label, row.Reveal().Key, row.Reveal().Secret })));

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
