using Spectre.Console;

using StrategyEngine.Data.Sessions;

using TradingConsole.Presentation;

namespace TradingConsole.Steps;

/// <summary>Makes a credential for a bot, presents it from inside and outside of its network, and revokes it.</summary>
internal sealed class ServiceCredentialStep(ServiceCredentials credentials, IAnsiConsole console, TimeProvider timeProvider)
{
    private const string BotAddress = "203.0.113.20";
    private const string OtherAddress = "198.51.100.7";
    private const int ShownOfKey = 11;

    private static readonly ServiceCredentialRequest Request = new()
    {
        Name = "grid bot",
        Lifetime = TimeSpan.FromDays(30),
        Scopes = ["candles", "orders"],
        Networks = ["203.0.113.0/24"],
    };

    public async Task RunAsync(Guid userId, CancellationToken cancellationToken)
    {
        if (await credentials.CreateAsync(userId, Request, cancellationToken) is not CreateServiceCredentialResult.Created created)
            throw new Failure("The credential was not made.");
        var key = created.Key.Reveal();
        console.Write(CredentialTable.Of(await credentials.ListAsync(userId, cancellationToken), timeProvider.GetUtcNow()));
        console.MarkupLineInterpolated($"Key       [green]{key[..ShownOfKey]}…[/]  (shown whole once; the database holds its hash)");

        await PresentAsync(key, BotAddress, cancellationToken);
        await PresentAsync(key, OtherAddress, cancellationToken);
        await credentials.RevokeAsync(created.Id, cancellationToken: cancellationToken);
        console.WriteLine("Revoked the credential.");
        await PresentAsync(key, BotAddress, cancellationToken);
    }

    private async Task PresentAsync(string key, string address, CancellationToken cancellationToken)
    {
        var result = await credentials.AuthenticateAsync(key, new ClientInfo(address, "Bot/1.0"), cancellationToken);
        var (colour, verdict) = result switch
        {
            ServiceAuthenticationResult.Valid valid => ("green", $"valid, for {string.Join(" and ", valid.Identity.Scopes)}"),
            ServiceAuthenticationResult.Rejected rejected => ("red", $"rejected: {rejected.Reason}"),
            _ => ("yellow", "unknown"),
        };
        console.MarkupLine($"Presented from {address}, the key is [{colour}]{verdict.EscapeMarkup()}[/].");
    }
}
