using System.Security.Cryptography;

using Microsoft.EntityFrameworkCore;

using Spectre.Console;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

using TradingConsole.Presentation;

namespace TradingConsole.Steps;

/// <summary>Stores a user's API keys at two exchanges, each secret sealed to its row.</summary>
internal sealed class StoreApiKeysStep(IDbContextFactory<TradingDbContext> contexts, IAnsiConsole console)
{
    /// <returns>The id of the first credential.</returns>
    public async Task<Guid> RunAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            context.ExchangeCredentials.AddRange(
                new ExchangeCredential
                {
                    UserId = userId,
                    Exchange = "binance",
                    ApiKey = InventKey(),
                    ApiSecret = InventKey(),
                    CanTrade = true
                },
                new ExchangeCredential
                {
                    UserId = userId,
                    Exchange = "okx",
                    ApiKey = InventKey(),
                    ApiSecret = InventKey(),
                    Passphrase = InventKey(),
                    IsTestnet = true
                });
            await context.SaveChangesAsync(cancellationToken);
        }

        var stored = await LoadAsync(userId, cancellationToken);
        var table = ConsoleLayout.Table("exchange", "network", "may", "key", "secret", "passphrase");
        foreach (var credential in stored)
        {
            table.AddRow(
                credential.Exchange,
                credential.IsTestnet ? "test" : "live",
                credential.CanTrade ? "read, trade" : "read",
                $"{credential.ApiKey}",
                $"{credential.ApiSecret}",
                $"{credential.Passphrase}");
        }

        console.Write(table);
        console.WriteLine("A secret prints as *** and refuses to be serialized; only Reveal() opens it. (These keys are invented.)");
        return stored[0].Id;
    }

    private async Task<List<ExchangeCredential>> LoadAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.ExchangeCredentials.Where(credential => credential.UserId == userId).OrderBy(credential => credential.Exchange)
            .ToListAsync(cancellationToken);
    }

    // Keys of the right form that open nothing.
    private static Secret<string> InventKey() =>
        RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 64);
}
