namespace TradingConsole;

/// <summary>The user of the tour.</summary>
internal static class DemoAccount
{
    public const string Username = "demo";
    public const string Email = "demo@example.com";
}
