namespace TradingConsole;

/// <summary>Something the user can put right: its message is all there is to say.</summary>
internal sealed class Failure(string message) : Exception(message);
