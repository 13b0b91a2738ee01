using Spectre.Console;

using StrategyEngine.Data.Sessions;

using TradingConsole.Presentation;

namespace TradingConsole.Steps;

/// <summary>Makes a credential for a program, and shows its key.</summary>
internal sealed class CreateCredentialStep(ServiceCredentials credentials, UserLookup users, SchemaCheck schema, IAnsiConsole console)
{
    public async Task RunAsync(string username, ServiceCredentialRequest request, CancellationToken cancellationToken)
    {
        await schema.RequireCurrentAsync(cancellationToken);
        var user = await users.RequireAsync(username, cancellationToken);
        var created = await credentials.CreateAsync(user.Id, request, cancellationToken) switch
        {
            CreateServiceCredentialResult.Created made => made,
            CreateServiceCredentialResult.Invalid invalid => throw new Failure(Repair(invalid.Fault)),
            _ => throw new Failure($"{user.Username} is disabled, and is given no credential."),
        };
        console.MarkupLineInterpolated($"Made credential [green]{created.Id}[/] for {user.Username}.");
        console.WriteLine($"It ends on {created.Key.ExpiresAt:yyyy-MM-dd}. Keep its key now, for it is not shown again:");
        console.WriteUnbroken(created.Key.Reveal());
    }

    private static string Repair(ServiceCredentialFault fault) => fault switch
    {
        ServiceCredentialFault.Name => "A credential has a name of 1 to 100 characters.",
        ServiceCredentialFault.Lifetime => "A credential lives for 1 to 366 days. Give --days.",
        ServiceCredentialFault.Scopes => "A credential has at least one scope, of printable ASCII without blanks. Give --scope.",
        _ => "Each network is an address, such as 203.0.113.7, or a network whose other bits are zero, such as 203.0.113.0/24.",
    };
}
