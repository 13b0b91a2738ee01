namespace StrategyEngine.Data.Sessions.Tokens;

/// <summary>The values of <see cref="Model.SigningKey.Algorithm"/>.</summary>
internal static class SigningKeyNames
{
    public const string Refresh = "refresh";

    public static string Of(SigningAlgorithm algorithm) => algorithm == SigningAlgorithm.HS256 ? "HS256" : "ES256";
}
