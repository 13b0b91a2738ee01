namespace TradingConsole.Presentation;

/// <summary>A secret, made recognisable to whoever has it, and of no use to whoever has not.</summary>
internal static class MaskedText
{
    private const int ShownAtEnd = 4;

    /// <summary>Asterisks but for the last four characters.</summary>
    public static string Of(string secret) =>
        new string('*', Math.Max(secret.Length - ShownAtEnd, 0)) + secret[Math.Max(secret.Length - ShownAtEnd, 0)..];
}
