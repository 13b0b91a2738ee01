using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Benchmarks.Harness;
using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Benchmarks.Encryption;

/// <summary>Moves all values to a data key that was made just before.</summary>
internal sealed class ReencryptContender(CredentialDatabase database, ReencryptionOptions options)
    : Contender($"ReencryptAsync, {options.PageSize} rows a page")
{
    private readonly EncryptionKeyManager _keys = database.Services.GetRequiredService<EncryptionKeyManager>();

    public override Task PrepareAsync() => _keys.RotateDataKeyAsync();

    public override async Task RunAsync()
    {
        if (await _keys.ReencryptAsync(options) is { IsComplete: false } result)
            throw new InvalidOperationException($"{result.RemainingRows} rows remain.");
    }

    public override async Task<string> DigestAsync()
    {
        await using var context = database.Create<CredentialContext>();
        var rows = await context.Set<EncryptedCredential>().AsNoTracking().OrderBy(row => row.CreatedAt).ToListAsync();
        return FieldValues.Digest(rows.SelectMany(row => new[] { row.ApiKey, row.ApiSecret }));
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
