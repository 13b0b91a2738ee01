using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

using Spectre.Console;

using StrategyEngine.Data.Persistence;

using TradingConsole.Presentation;

namespace TradingConsole.Steps;

/// <summary>Shows a secret as stored and as read, rotates the data key, re-encrypts, and shows both again.</summary>
internal sealed class RotateKeysStep(
    IDbContextFactory<TradingDbContext> contexts, RotateKeyStep rotate, ReencryptStep reencrypt, IAnsiConsole console)
{
    public async Task RunAsync(Guid credentialId, CancellationToken cancellationToken)
    {
        await ShowAsync("Before", credentialId, cancellationToken);
        await rotate.RunAsync(cancellationToken);
        await reencrypt.RunAsync(cancellationToken);
        await ShowAsync("After", credentialId, cancellationToken);
    }

    private async Task ShowAsync(string when, Guid credentialId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var credential = await context.ExchangeCredentials.SingleAsync(credential => credential.Id == credentialId, cancellationToken);
        var stored = await ReadCellAsync(context, credentialId, cancellationToken);
        console.MarkupLineInterpolated($"[bold]{when}[/], {credential.Exchange} api_secret under data key [bold yellow]{stored.KeyId}[/]");
        console.MarkupLine($"as stored  {stored.ToMarkup()}");
        console.MarkupLineInterpolated($"as read    [green]{credential.ApiSecret!.Reveal()}[/]");
    }

    // Past Entity Framework: what is really in the file.
    private static async Task<StoredValue> ReadCellAsync(TradingDbContext context, Guid credentialId, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken);
        var connection = (SqliteConnection)context.Database.GetDbConnection();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT api_secret FROM exchange_credentials WHERE id = $id";
        command.Parameters.AddWithValue("$id", credentialId.ToByteArray(bigEndian: true));
        return new StoredValue((byte[])(await command.ExecuteScalarAsync(cancellationToken))!);
    }
}
