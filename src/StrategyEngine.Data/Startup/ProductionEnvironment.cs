using Microsoft.Extensions.Hosting;

namespace StrategyEngine.Data;

/// <summary>Whether this is the Production environment.</summary>
/// <remarks>
/// A host says so itself, and is in production unless it is told otherwise. Where there is none, such as in a console tool, the variables
/// decide that hosts go by, and without them it is not.
/// </remarks>
internal static class ProductionEnvironment
{
    private static readonly string[] Variables = ["DOTNET_ENVIRONMENT", "ASPNETCORE_ENVIRONMENT"];

    public static bool Is(IHostEnvironment? host) => Is(host, Environment.GetEnvironmentVariable);

    public static bool Is(IHostEnvironment? host, Func<string, string?> variable) =>
        host?.IsProduction()
            ?? Variables.Any(name => string.Equals(variable(name)?.Trim(), Environments.Production, StringComparison.OrdinalIgnoreCase));
}
