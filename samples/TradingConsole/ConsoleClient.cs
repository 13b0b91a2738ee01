using StrategyEngine.Data.Sessions;

namespace TradingConsole;

/// <summary>How the console names itself to the account service.</summary>
internal static class ConsoleClient
{
    public static readonly ClientInfo Info = new(UserAgent: "Console/1.0");
}
