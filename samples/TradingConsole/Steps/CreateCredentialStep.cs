using Spectre.Console;

using StrategyEngine.Data.Sessions;

using TradingConsole.Presentation;

namespace TradingConsole.Steps;

/// <summary>Makes a credential for a program, and shows its key.</summary>
internal sealed class CreateCredentialStep(ServiceCredentials credentials, UserLookup users, SchemaCheck schema, IAnsiConsole console)
{
    public async Task RunAsync(string userName, ServiceCredentialRequest request, CancellationToken cancellationToken)
    {
        await schema.RequireCurrentAsync(cancellationToken);
        var user = await users.RequireAsync(userName, cancellationToken);
        if (await CreateAsync(user.Id, request, cancellationToken) is not CreateServiceCredentialResult.Created created)
            throw new Failure($"{user.Username} is disabled, and is given no credential.");
        console.MarkupLineInterpolated($"Made credential [green]{created.Id}[/] for {user.Username}.");
        console.WriteLine($"It ends on {created.Key.ExpiresAt:yyyy-MM-dd}. Keep its key now, for it is not shown again:");
        console.WriteUnbroken(created.Key.Reveal());
    }

    private async Task<CreateServiceCredentialResult> CreateAsync(Guid userId, ServiceCredentialRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await credentials.CreateAsync(userId, request, cancellationToken);
        }
        catch (ArgumentException exception) when (exception.ParamName == nameof(request))
        {
            throw new Failure(exception.Message.Replace($" (Parameter '{exception.ParamName}')", "", StringComparison.Ordinal));
        }
    }
}
